(** * Memories: M1 to M4, proved for all real parameters

    The definitions below are those of [statement.md], in its symbols: a network of [N] neurons with [P] pairwise orthogonal memories and
    its fast equations in units of the fast time constant, neuron by neuron. Nothing else is assumed of the memories, and the
    saliencies may be any real numbers except where a sign is asked for.

    Left out: M5
    (that small deviations follow the linearised flow). Of M1, the powers' amplitudes. Of M2, that the spectrum decides on
    attraction. *)

From Coq Require Import Reals Lra Lia Arith.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** The sum of [f 0], ..., [f (n - 1)]. *)
Fixpoint sum (f : nat -> R) (n : nat) : R := match n with O => 0 | S m => sum f m + f m end.

(** HardTanh, with unit slope: [clip x (-1) 1]. *)
Definition hard_tanh (x : R) : R := Rmax (-1) (Rmin x 1).

(** Patterns of signs, pairwise orthogonal. *)
Record memories (N P : nat) (xi : nat -> nat -> R) : Prop := {
  neurons : (0 < N)%nat;
  patterns : forall mu i, (mu < P)%nat -> (i < N)%nat -> xi mu i = 1 \/ xi mu i = -1;
  orthogonal : forall mu nu, (mu < P)%nat -> (nu < P)%nat -> mu <> nu -> sum (fun i => xi mu i * xi nu i) N = 0 }.

(** What every activation of the statement satisfies. *)
Record odd_activation (Psi : R -> R) : Prop := {
  odd : forall x, Psi (- x) = - Psi x;
  continuous_activation : continuity Psi }.

(** A smooth activation: odd, bounded by one, of unit slope at the origin, differentiable and strictly concave for [s > 0], of
    which only [s Psi' < Psi] is used. *)
Record smooth (Psi dPsi : R -> R) : Prop := {
  is_odd : odd_activation Psi;
  bounded_by_one : forall x, Psi x <= 1;
  unit_slope : is_derive Psi 0 1;
  derivative : forall s, 0 < s -> is_derive Psi s (dPsi s);
  strictly_concave : forall s, 0 < s -> s * dPsi s < Psi s }.

(* finite sums *)
Lemma sum_ext f h n : (forall i, (i < n)%nat -> f i = h i) -> sum f n = sum h n.
Proof. intros E. induction n; simpl; auto. rewrite IHn, E; auto. Qed.

Lemma sum_scale c f n : sum (fun i => c * f i) n = c * sum f n.
Proof. induction n; simpl. ring. rewrite IHn. ring. Qed.

Lemma sum_plus f h n : sum (fun i => f i + h i) n = sum f n + sum h n.
Proof. induction n; simpl. ring. rewrite IHn. ring. Qed.

Lemma sum_zero n : sum (fun _ => 0) n = 0.
Proof. induction n; simpl; auto. rewrite IHn. ring. Qed.

Lemma sum_constant c n : sum (fun _ => c) n = INR n * c.
Proof. induction n. simpl; ring. rewrite S_INR. simpl sum. rewrite IHn. ring. Qed.

Lemma sum_swap (f : nat -> nat -> R) n m : sum (fun i => sum (f i) m) n = sum (fun j => sum (fun i => f i j) n) m.
Proof.
  induction n; simpl. now rewrite sum_zero.
  rewrite IHn, <- sum_plus. reflexivity.
Qed.

Lemma sum_single f n m : (m < n)%nat -> (forall i, (i < n)%nat -> i <> m -> f i = 0) -> sum f n = f m.
Proof.
  intros Hm H. induction n as [|n IH]; [lia|]. simpl. destruct (Nat.eq_dec m n) as [-> | N].
  - rewrite (sum_ext f (fun _ => 0)), sum_zero. ring. intros; apply H; lia.
  - rewrite IH, (H n) by (auto; lia). ring.
Qed.

Lemma is_derive_sum (f : nat -> R -> R) (d : nat -> R) t n :
  (forall i, (i < n)%nat -> is_derive (f i) t (d i)) -> is_derive (fun t => sum (fun i => f i t) n) t (sum d n).
Proof.
  intros H. induction n as [|n IH]; simpl. auto_derive; auto.
  apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)); auto.
Qed.

Lemma is_derive_weighted_product (u v : R -> R) (w t du dv : R) : is_derive u t du -> is_derive v t dv ->
  is_derive (fun t => u t * w * v t) t (du * w * v t + u t * w * dv).
Proof.
  intros Du Dv. auto_derive. repeat split; try (eexists; eassumption).
  replace (Derive (fun x => u x) t) with du by (symmetry; exact (is_derive_unique _ _ _ Du)).
  replace (Derive (fun x => v x) t) with dv by (symmetry; exact (is_derive_unique _ _ _ Dv)). ring.
Qed.

Lemma is_derive_product_less_integral (u r q : R -> R) (t du dr : R) :
  is_derive u t du -> is_derive r t dr -> is_derive q (u t) (r t) ->
  is_derive (fun t => u t * r t - q (u t)) t (u t * dr).
Proof.
  intros Du Dr Dq. auto_derive. repeat split; try (eexists; eassumption).
  replace (Derive (fun x => u x) t) with du by (symmetry; exact (is_derive_unique _ _ _ Du)).
  replace (Derive (fun x => r x) t) with dr by (symmetry; exact (is_derive_unique _ _ _ Dr)).
  replace (Derive (fun x => q x) (u t)) with (r t) by (symmetry; exact (is_derive_unique _ _ _ Dq)). ring.
Qed.

Lemma odd_at_pattern Psi x (e : R) : odd_activation Psi -> e = 1 \/ e = -1 -> Psi (x * e) = Psi x * e.
Proof.
  intros A [-> | ->]. now rewrite !Rmult_1_r. replace (x * -1) with (- x) by ring. rewrite (odd _ A). ring.
Qed.

Lemma even_derivative Psi (x d e : R) : odd_activation Psi -> is_derive Psi x d -> e = 1 \/ e = -1 -> is_derive Psi (x * e) d.
Proof.
  intros A D [-> | ->]. now rewrite Rmult_1_r.
  apply is_derive_ext with (fun y => - Psi (- y)). intros y. rewrite (odd _ A). apply Ropp_involutive.
  replace (x * -1) with (- x) by ring.
  auto_derive; rewrite Ropp_involutive. now exists d.
  replace (Derive _ x) with d by (symmetry; exact (is_derive_unique _ _ _ D)). ring.
Qed.

Lemma hard_tanh_odd : odd_activation hard_tanh.
Proof.
  split.
  - intros x. unfold hard_tanh, Rmax, Rmin. repeat destruct Rle_dec; lra.
  - intros x.
    apply continuity_pt_ext with (fun y => (-1 + (y + 1 - Rabs (y - 1)) / 2 + Rabs ((y + 1 - Rabs (y - 1)) / 2 + 1)) / 2).
    + intros y. unfold hard_tanh, Rmax, Rmin, Rabs. repeat destruct Rle_dec; repeat destruct Rcase_abs; lra.
    + assert (C1 : continuity_pt (fun y => (y + 1 - Rabs (y - 1)) / 2) x).
      { apply (continuity_pt_mult (fun y => y + 1 - Rabs (y - 1)) (fun _ => / 2)); [|now apply continuity_pt_const].
        apply continuity_pt_minus. reg. apply (continuity_pt_comp (fun y => y - 1) Rabs). reg. apply Rcontinuity_abs. }
      apply (continuity_pt_mult (fun y => -1 + (y + 1 - Rabs (y - 1)) / 2 + Rabs ((y + 1 - Rabs (y - 1)) / 2 + 1)) (fun _ => / 2));
        [|now apply continuity_pt_const].
      apply continuity_pt_plus. apply continuity_pt_plus; auto. now apply continuity_pt_const.
      apply (continuity_pt_comp (fun y => (y + 1 - Rabs (y - 1)) / 2 + 1) Rabs); [|apply Rcontinuity_abs].
      apply continuity_pt_plus; auto. now apply continuity_pt_const.
Qed.

Lemma hard_tanh_saturated x : 1 <= x -> hard_tanh x = 1.
Proof. intros. unfold hard_tanh. rewrite Rmin_right, Rmax_right; lra. Qed.

Lemma integrable Psi g a b : odd_activation Psi -> ex_RInt (fun y => Psi (g * y)) a b.
Proof.
  intros A. apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros z _. apply continuity_pt_filterlim.
  apply (continuity_pt_comp (fun y => g * y) Psi). reg. apply (continuous_activation _ A).
Qed.

Lemma integral_derivative Psi g u : odd_activation Psi -> is_derive (fun u => RInt (fun y => Psi (g * y)) 0 u) u (Psi (g * u)).
Proof.
  intros A. apply (is_derive_RInt (fun y => Psi (g * y)) _ 0).
  - apply filter_forall. intros y. apply (RInt_correct (V := R_CompleteNormedModule)). now apply integrable.
  - apply continuity_pt_filterlim. apply (continuity_pt_comp (fun y => g * y) Psi). reg. apply (continuous_activation _ A).
Qed.

Lemma even_integral Psi g s : odd_activation Psi -> RInt (fun y => Psi (g * y)) 0 (- s) = RInt (fun y => Psi (g * y)) 0 s.
Proof.
  intros A. symmetry. apply is_RInt_unique.
  apply is_RInt_ext with (fun y => opp (Psi (g * - y))).
  - intros y _. replace (g * - y) with (- (g * y)) by ring. rewrite (odd _ A). apply Ropp_involutive.
  - apply (is_RInt_comp_opp (fun y => Psi (g * y))). rewrite Ropp_0.
    apply (RInt_correct (V := R_CompleteNormedModule)). now apply integrable.
Qed.

Lemma hard_tanh_integral g a : 0 < g -> 1 <= g * a -> RInt (fun y => hard_tanh (g * y)) 0 a = a - 1 / (2 * g).
Proof.
  intros Hg Ha. assert (Hi : 0 < 1 / g) by (apply Rdiv_lt_0_compat; lra).
  assert (Hia : 1 / g <= a) by (apply Rle_div_l; lra).
  apply is_RInt_unique. replace (a - 1 / (2 * g)) with (1 / (2 * g) + (a - 1 / g)) by (field; lra).
  apply (is_RInt_Chasles (V := R_NormedModule) _ 0 (1 / g) a (1 / (2 * g)) (a - 1 / g)).
  - apply is_RInt_ext with (fun y => g * y).
    + intros y. rewrite Rmin_left, Rmax_right by lra. intros Hy.
      assert (g * y < g * (1 / g)) by (apply Rmult_lt_compat_l; lra).
      assert (g * (1 / g) = 1) by (field; lra).
      assert (0 < g * y) by (apply Rmult_lt_0_compat; lra).
      unfold hard_tanh. rewrite Rmin_left, Rmax_right; lra.
    + replace (1 / (2 * g)) with (minus (g * (1 / g) ^ 2 / 2) (g * 0 ^ 2 / 2)) by (change (g * (1 / g) ^ 2 / 2 - g * 0 ^ 2 / 2 = 1 / (2 * g)); field; lra).
      apply (is_RInt_derive (fun y => g * y ^ 2 / 2)).
      * intros y _. auto_derive; auto. field.
      * intros y _. apply continuity_pt_filterlim. reg.
  - apply is_RInt_ext with (fun _ => 1).
    + intros y. rewrite Rmin_left, Rmax_right by lra. intros Hy. symmetry. apply hard_tanh_saturated.
      replace 1 with (g * (1 / g)) by (field; lra). apply Rmult_le_compat_l; lra.
    + replace (a - 1 / g) with (scal (a - 1 / g) 1) by apply Rmult_1_r. apply (is_RInt_const (V := R_NormedModule)).
Qed.

Section Network.
Variables (N P : nat) (xi : nat -> nat -> R) (alpha : nat -> R).

(** The synapses. *)
Definition W (i j : nat) : R := sum (fun mu => alpha mu * (xi mu i * xi mu j)) P / INR N.

(** The right side of the fast equations, at neuron [i]. *)
Definition velocity (Psi : R -> R) (g : R) (x : nat -> R) (i : nat) : R :=
  - x i + sum (fun j => W i j * Psi (g * x j)) N.

(** No neuron moves. *)
Definition equilibrium (Psi : R -> R) (g : R) (x : nat -> R) : Prop :=
  forall i, (i < N)%nat -> velocity Psi g x i = 0.

(** The energy of M3. *)
Definition energy (Psi : R -> R) (g : R) (x : nat -> R) : R :=
  - (1 / 2) * sum (fun i => sum (fun j => Psi (g * x i) * W i j * Psi (g * x j)) N) N
  + sum (fun i => x i * Psi (g * x i) - RInt (fun y => Psi (g * y)) 0 (x i)) N.

Hypothesis H : memories N P xi.

Lemma neurons_positive : 0 < INR N.
Proof. apply lt_0_INR, (neurons _ _ _ H). Qed.

Lemma pattern_squared mu i : (mu < P)%nat -> (i < N)%nat -> xi mu i * xi mu i = 1.
Proof. intros Hmu Hi. destruct (patterns _ _ _ H mu i Hmu Hi) as [-> | ->]; ring. Qed.

Lemma synapses_through (v : nat -> R) i :
  sum (fun j => W i j * v j) N = sum (fun nu => alpha nu * xi nu i * (sum (fun j => xi nu j * v j) N / INR N)) P.
Proof.
  assert (HN := neurons_positive). unfold W.
  transitivity (sum (fun j => sum (fun nu => / INR N * (alpha nu * xi nu i) * (xi nu j * v j)) P) N).
  - apply sum_ext. intros j _. unfold Rdiv. rewrite (Rmult_comm _ (/ INR N)), Rmult_assoc.
    rewrite (Rmult_comm _ (v j)), <- !sum_scale. apply sum_ext. intros; ring.
  - rewrite sum_swap. apply sum_ext. intros nu _. rewrite sum_scale. field. lra.
Qed.

Lemma synapses_on_memory mu i : (mu < P)%nat -> sum (fun j => W i j * xi mu j) N = alpha mu * xi mu i.
Proof.
  intros Hmu. assert (HN := neurons_positive). rewrite synapses_through, (sum_single _ _ mu); auto.
  - rewrite (sum_ext _ (fun _ => 1)), sum_constant. field. lra. intros; now apply pattern_squared.
  - intros nu Hnu Hne. rewrite (orthogonal _ _ _ H); auto. field. lra.
Qed.

Lemma synapses_symmetric i j : W i j = W j i.
Proof. unfold W. f_equal. apply sum_ext. intros; ring. Qed.

(** M1, the ray. For every odd continuous activation and every memory: [s xi_mu] is an equilibrium if and only if
    [s = alpha_mu Psi(g s)]. *)
Theorem M1_ray Psi g mu s : odd_activation Psi -> (mu < P)%nat ->
  (equilibrium Psi g (fun i => s * xi mu i) <-> s = alpha mu * Psi (g * s)).
Proof.
  intros A Hmu.
  assert (V : forall i, (i < N)%nat -> velocity Psi g (fun i => s * xi mu i) i = (alpha mu * Psi (g * s) - s) * xi mu i).
  { intros i Hi. unfold velocity.
    rewrite (sum_ext _ (fun j => Psi (g * s) * (W i j * xi mu j))).
    - rewrite sum_scale, synapses_on_memory by auto. ring.
    - intros j Hj. rewrite <- Rmult_assoc, (odd_at_pattern Psi) by (auto; now apply (patterns _ _ _ H)). ring. }
  split.
  - intros E. assert (E0 := E 0%nat (neurons _ _ _ H)).
    rewrite V in E0 by apply (neurons _ _ _ H).
    destruct (patterns _ _ _ H mu 0%nat Hmu (neurons _ _ _ H)) as [X | X]; rewrite X in E0; lra.
  - intros E i Hi. rewrite V by auto. rewrite <- E. ring.
Qed.

(** M1, HardTanh. For every [g > 0] and every memory: an equilibrium with saturated output [xi_mu] exists if and only if
    [g alpha_mu >= 1], and it is [alpha_mu xi_mu]. *)
Theorem M1_hard_tanh g mu : 0 < g -> (mu < P)%nat ->
  ((exists x, equilibrium hard_tanh g x /\ forall i, (i < N)%nat -> hard_tanh (g * x i) = xi mu i) <-> 1 <= g * alpha mu) /\
  forall x, equilibrium hard_tanh g x -> (forall i, (i < N)%nat -> hard_tanh (g * x i) = xi mu i) ->
    forall i, (i < N)%nat -> x i = alpha mu * xi mu i.
Proof.
  intros Hg Hmu.
  assert (X : forall x, equilibrium hard_tanh g x -> (forall i, (i < N)%nat -> hard_tanh (g * x i) = xi mu i) ->
    forall i, (i < N)%nat -> x i = alpha mu * xi mu i).
  { intros x E Sx i Hi. assert (Ei := E i Hi). unfold velocity in Ei.
    rewrite (sum_ext _ (fun j => W i j * xi mu j)), synapses_on_memory in Ei; auto. lra.
    intros j Hj. now rewrite Sx. }
  split; auto. split.
  - intros (x & E & Sx). assert (N0 := neurons _ _ _ H). assert (S0 := Sx 0%nat N0).
    rewrite (X x E Sx 0%nat N0), <- Rmult_assoc, (odd_at_pattern hard_tanh) in S0
      by (auto using hard_tanh_odd; now apply (patterns _ _ _ H)).
    assert (S1 : hard_tanh (g * alpha mu) = 1).
    { destruct (patterns _ _ _ H mu 0%nat Hmu N0) as [Y | Y]; rewrite Y in S0; lra. }
    revert S1. unfold hard_tanh, Rmax, Rmin. repeat destruct Rle_dec; lra.
  - intros Hs. assert (S1 : hard_tanh (g * alpha mu) = 1).
    { unfold hard_tanh. rewrite Rmin_right, Rmax_right; lra. }
    exists (fun i => alpha mu * xi mu i). split.
    + apply M1_ray; auto using hard_tanh_odd. rewrite S1. ring.
    + intros i Hi. rewrite <- Rmult_assoc, (odd_at_pattern hard_tanh), S1
        by (auto using hard_tanh_odd; now apply (patterns _ _ _ H)). ring.
Qed.

Lemma linearised Psi g x v (d : nat -> R) i : (forall j, (j < N)%nat -> is_derive Psi (g * x j) (d j)) ->
  is_derive (fun h => velocity Psi g (fun j => x j + h * v j) i) 0 (- v i + sum (fun j => W i j * (g * d j * v j)) N).
Proof.
  intros D. unfold velocity.
  apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)). auto_derive; auto; ring.
  apply is_derive_sum. intros j Hj. assert (Dj := D j Hj).
  replace (g * x j) with (g * (x j + 0 * v j)) in Dj by ring.
  auto_derive. eexists; exact Dj.
  replace (Derive _ _) with (d j) by (symmetry; exact (is_derive_unique _ _ _ Dj)). ring.
Qed.

Lemma even_slopes Psi g mu s d : odd_activation Psi -> is_derive Psi (g * s) d -> (mu < P)%nat ->
  forall j, (j < N)%nat -> is_derive Psi (g * (s * xi mu j)) d.
Proof.
  intros A D Hmu j Hj. rewrite <- Rmult_assoc. apply even_derivative; auto. now apply (patterns _ _ _ H).
Qed.

(** M2, the eigenvectors. For every odd continuous activation with the slope [d] at [g s]: the derivative of the velocity at [s xi_mu] in the
    direction [xi_nu] is [(g d alpha_nu - 1) xi_nu]. With [s = 0] this is the origin's spectrum. *)
Theorem M2_along_memories Psi g mu nu s d i : odd_activation Psi -> is_derive Psi (g * s) d -> (mu < P)%nat -> (nu < P)%nat ->
  is_derive (fun h => velocity Psi g (fun j => s * xi mu j + h * xi nu j) i) 0 ((g * d * alpha nu - 1) * xi nu i).
Proof.
  intros A D Hmu Hnu. replace ((g * d * alpha nu - 1) * xi nu i) with (- xi nu i + sum (fun j => W i j * (g * d * xi nu j)) N).
  - apply (linearised Psi g (fun j => s * xi mu j) (xi nu) (fun _ => d)). now apply even_slopes.
  - rewrite (sum_ext _ (fun j => g * d * (W i j * xi nu j))) by (intros; ring).
    rewrite sum_scale, synapses_on_memory by auto. ring.
Qed.

(** M2, the remaining [N - P] directions: the derivative of the velocity in a direction orthogonal to all memories is [-1] times the
    direction. *)
Theorem M2_orthogonal_to_memories Psi g mu s d v i : odd_activation Psi -> is_derive Psi (g * s) d -> (mu < P)%nat ->
  (forall nu, (nu < P)%nat -> sum (fun j => xi nu j * v j) N = 0) ->
  is_derive (fun h => velocity Psi g (fun j => s * xi mu j + h * v j) i) 0 (- v i).
Proof.
  intros A D Hmu Ho. assert (HN := neurons_positive).
  replace (- v i) with (- v i + sum (fun j => W i j * (g * d * v j)) N).
  - apply (linearised Psi g (fun j => s * xi mu j) v (fun _ => d)). now apply even_slopes.
  - rewrite (sum_ext _ (fun j => g * d * (W i j * v j))) by (intros; ring).
    rewrite sum_scale, synapses_through, (sum_ext _ (fun _ => 0)), sum_zero. ring.
    intros nu Hnu. rewrite Ho by auto. field. lra.
Qed.

(** M3. Along the network's motion, [eps x' = velocity], the energy has the derivative [- eps sum g Psi'(g x_i) x_i'^2], at every state
    where the activation has a slope at every neuron. *)
Theorem M3_energy Psi dPsi g eps (x : nat -> R -> R) (dx : nat -> R) t : odd_activation Psi ->
  (forall i, (i < N)%nat -> is_derive Psi (g * x i t) (dPsi (g * x i t))) ->
  (forall i, (i < N)%nat -> is_derive (x i) t (dx i)) ->
  (forall i, (i < N)%nat -> eps * dx i = velocity Psi g (fun j => x j t) i) ->
  is_derive (fun t => energy Psi g (fun j => x j t)) t (- eps * sum (fun i => g * dPsi (g * x i t) * dx i ^ 2) N).
Proof.
  intros A D Dx Eq. unfold energy.
  set (p := fun i => Psi (g * x i t)). set (dp := fun i => g * dPsi (g * x i t) * dx i).
  assert (Dp : forall i, (i < N)%nat -> is_derive (fun t => Psi (g * x i t)) t (dp i)).
  { intros i Hi. assert (D1 := D i Hi). assert (D2 := Dx i Hi). auto_derive. repeat split; try (eexists; eassumption).
    replace (Derive _ t) with (dx i) by (symmetry; exact (is_derive_unique _ _ _ D2)).
    replace (Derive _ _) with (dPsi (g * x i t)) by (symmetry; exact (is_derive_unique _ _ _ D1)). unfold dp. ring. }
  assert (Dq : is_derive (fun t => sum (fun i => sum (fun j => Psi (g * x i t) * W i j * Psi (g * x j t)) N) N) t
    (sum (fun i => sum (fun j => dp i * W i j * p j + p i * W i j * dp j) N) N)).
  { apply is_derive_sum. intros i Hi. apply is_derive_sum. intros j Hj. assert (D1 := Dp i Hi). assert (D2 := Dp j Hj).
    exact (is_derive_weighted_product _ _ (W i j) t _ _ D1 D2). }
  assert (Di : is_derive (fun t => sum (fun i => x i t * Psi (g * x i t) - RInt (fun y => Psi (g * y)) 0 (x i t)) N) t
    (sum (fun i => x i t * dp i) N)).
  { apply is_derive_sum. intros i Hi. assert (D1 := Dp i Hi). assert (D2 := Dx i Hi).
    assert (D3 := integral_derivative Psi g (x i t) A).
    exact (is_derive_product_less_integral (x i) (fun t => Psi (g * x i t)) _ t _ _ D2 D1 D3). }
  replace (- eps * sum (fun i => g * dPsi (g * x i t) * dx i ^ 2) N)
    with (- (1 / 2) * sum (fun i => sum (fun j => dp i * W i j * p j + p i * W i j * dp j) N) N + sum (fun i => x i t * dp i) N).
  { apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)); auto. now apply is_derive_scal. }
  set (Q := sum (fun i => dp i * sum (fun j => W i j * p j) N) N).
  assert (S1 : sum (fun i => sum (fun j => dp i * W i j * p j) N) N = Q).
  { apply sum_ext. intros i _. rewrite <- sum_scale. apply sum_ext. intros; ring. }
  assert (S2 : sum (fun i => sum (fun j => p i * W i j * dp j) N) N = Q).
  { rewrite sum_swap, <- S1. apply sum_ext. intros i _. apply sum_ext. intros j _. rewrite synapses_symmetric. ring. }
  rewrite (sum_ext _ (fun i => sum (fun j => dp i * W i j * p j) N + sum (fun j => p i * W i j * dp j) N)) by (intros; apply sum_plus).
  rewrite sum_plus, S1, S2, <- sum_scale.
  replace (- (1 / 2) * (Q + Q) + sum (fun i => x i t * dp i) N) with (sum (fun i => x i t * dp i) N + -1 * Q) by field.
  unfold Q. rewrite <- sum_scale, <- sum_plus. apply sum_ext. intros i Hi.
  assert (E := Eq i Hi). unfold velocity in E. fold (p i) in E.
  rewrite (sum_ext _ (fun j => W i j * p j)) in E by reflexivity.
  replace (x i t * dp i + -1 * (dp i * sum (fun j => W i j * p j) N)) with (dp i * - (- x i t + sum (fun j => W i j * p j) N)) by ring.
  rewrite <- E. unfold dp. ring.
Qed.

Lemma energy_on_ray Psi g mu s : odd_activation Psi -> (mu < P)%nat ->
  energy Psi g (fun i => s * xi mu i) / INR N =
  - (1 / 2) * alpha mu * Psi (g * s) ^ 2 + s * Psi (g * s) - RInt (fun y => Psi (g * y)) 0 s.
Proof.
  intros A Hmu. assert (HN := neurons_positive). unfold energy.
  rewrite (sum_ext _ (fun _ => alpha mu * Psi (g * s) ^ 2)), sum_constant.
  rewrite (sum_ext _ (fun _ => s * Psi (g * s) - RInt (fun y => Psi (g * y)) 0 s)), sum_constant.
  - field. lra.
  - intros i Hi. rewrite <- Rmult_assoc, (odd_at_pattern Psi) by (auto; now apply (patterns _ _ _ H)).
    assert (X := pattern_squared mu i Hmu Hi).
    replace (s * xi mu i * (Psi (g * s) * xi mu i)) with (s * Psi (g * s) * (xi mu i * xi mu i)) by ring. rewrite X, Rmult_1_r. f_equal.
    destruct (patterns _ _ _ H mu i Hmu Hi) as [-> | ->]. now rewrite Rmult_1_r.
    replace (s * -1) with (- s) by ring. now apply even_integral.
  - intros i Hi.
    rewrite (sum_ext _ (fun j => Psi (g * s) ^ 2 * xi mu i * (W i j * xi mu j))).
    + rewrite sum_scale, synapses_on_memory by auto.
      replace (Psi (g * s) ^ 2 * xi mu i * (alpha mu * xi mu i)) with (alpha mu * Psi (g * s) ^ 2 * (xi mu i * xi mu i)) by ring.
      rewrite pattern_squared by auto. ring.
    + intros j Hj. rewrite <- (Rmult_assoc g s (xi mu i)), <- (Rmult_assoc g s (xi mu j)).
      rewrite (odd_at_pattern Psi _ (xi mu i)), (odd_at_pattern Psi _ (xi mu j)) by (auto; now apply (patterns _ _ _ H)). ring.
Qed.

(** M4. For every odd continuous activation, at an equilibrium on the ray of a memory. *)
Theorem M4_depth Psi g mu s : odd_activation Psi -> (mu < P)%nat -> s = alpha mu * Psi (g * s) ->
  energy Psi g (fun i => s * xi mu i) / INR N = s * Psi (g * s) / 2 - RInt (fun y => Psi (g * y)) 0 s.
Proof.
  intros A Hmu E. rewrite energy_on_ray by auto.
  replace (- (1 / 2) * alpha mu * Psi (g * s) ^ 2) with (- (1 / 2) * (alpha mu * Psi (g * s)) * Psi (g * s)) by ring.
  rewrite <- E. field.
Qed.

(** The depth of a HardTanh memory per neuron. *)
(* formula M4 *)
Definition hard_tanh_depth (g alpha : R) : R := (1 / g - alpha) / 2.

(** M4, HardTanh. For every [g > 0] and every memory with [g alpha_mu >= 1]. *)
Theorem M4_hard_tanh g mu : 0 < g -> (mu < P)%nat -> 1 <= g * alpha mu ->
  energy hard_tanh g (fun i => alpha mu * xi mu i) / INR N = hard_tanh_depth g (alpha mu).
Proof.
  intros Hg Hmu Hs. assert (Sat := hard_tanh_saturated (g * alpha mu) Hs).
  rewrite M4_depth; auto using hard_tanh_odd; rewrite Sat; [| ring].
  rewrite hard_tanh_integral by auto. unfold hard_tanh_depth. field. lra.
Qed.

End Network.

Lemma is_derive_times_argument (m : R -> R) (a dm : R) : is_derive m a dm -> is_derive (fun b => b * m b) a (m a + a * dm).
Proof.
  intros Dm. auto_derive. eexists; exact Dm.
  replace (Derive (fun x => m x) a) with dm by (symmetry; exact (is_derive_unique _ _ _ Dm)). ring.
Qed.

Lemma is_derive_half_product_less_integral (u r q : R -> R) (t du dr : R) :
  is_derive u t du -> is_derive r t dr -> is_derive q (u t) (r t) ->
  is_derive (fun t => u t * r t / 2 - q (u t)) t ((du * r t + u t * dr) / 2 - r t * du).
Proof.
  intros Du Dr Dq. auto_derive. repeat split; try (eexists; eassumption).
  replace (Derive (fun x => u x) t) with du by (symmetry; exact (is_derive_unique _ _ _ Du)).
  replace (Derive (fun x => r x) t) with dr by (symmetry; exact (is_derive_unique _ _ _ Dr)).
  replace (Derive (fun x => q x) (u t)) with (r t) by (symmetry; exact (is_derive_unique _ _ _ Dq)). field.
Qed.

(** M4, the more salient the deeper. For every odd continuous activation and a branch [s] of equilibria that is differentiable in the
    saliency: the depth has the derivative [- m^2/2], [m = Psi(g s)]. *)
Theorem M4_deepens Psi g (s : R -> R) (ds d a : R) : odd_activation Psi ->
  locally a (fun b => s b = b * Psi (g * s b)) -> is_derive s a ds -> is_derive Psi (g * s a) d ->
  is_derive (fun b => s b * Psi (g * s b) / 2 - RInt (fun y => Psi (g * y)) 0 (s b)) a (- Psi (g * s a) ^ 2 / 2).
Proof.
  intros A E Ds D.
  assert (Dm : is_derive (fun b => Psi (g * s b)) a (g * d * ds)).
  { auto_derive. repeat split; try (eexists; eassumption).
    replace (Derive (fun x => s x) a) with ds by (symmetry; exact (is_derive_unique _ _ _ Ds)).
    replace (Derive _ _) with d by (symmetry; exact (is_derive_unique _ _ _ D)). ring. }
  assert (Es : s a = a * Psi (g * s a)) by exact (locally_singleton _ _ E).
  assert (Ds' : ds = Psi (g * s a) + a * (g * d * ds)).
  { rewrite <- (is_derive_unique _ _ _ Ds). apply is_derive_unique.
    apply is_derive_ext_loc with (fun b => b * Psi (g * s b)).
    - revert E. apply filter_imp. intros b Hb. now symmetry.
    - rewrite (is_derive_unique _ _ _ Ds). exact (is_derive_times_argument (fun b => Psi (g * s b)) a _ Dm). }
  assert (Dq := integral_derivative Psi g (s a) A).
  assert (X : s a * (g * d * ds) = Psi (g * s a) * (ds - Psi (g * s a))).
  { rewrite Es at 1. replace (a * Psi (g * s a) * (g * d * ds)) with (Psi (g * s a) * (a * (g * d * ds))) by ring. f_equal. lra. }
  replace (- Psi (g * s a) ^ 2 / 2) with ((ds * Psi (g * s a) + s a * (g * d * ds)) / 2 - Psi (g * s a) * ds) by lra.
  exact (is_derive_half_product_less_integral s (fun b => Psi (g * s b)) _ a _ _ Ds Dm Dq).
Qed.

Lemma ratio_decreasing Psi dPsi x y : smooth Psi dPsi -> 0 < x < y -> Psi y / y < Psi x / x.
Proof.
  intros S Hxy.
  destruct (MVT_gen (fun s => Psi s / s) x y (fun s => (s * dPsi s - Psi s) / s ^ 2)) as [c [Hc E]];
    rewrite Rmin_left, Rmax_right in * by lra.
  - intros s Hs. assert (D := derivative _ _ S s ltac:(lra)). auto_derive. split; [eexists; exact D | lra].
    replace (Derive _ s) with (dPsi s) by (symmetry; exact (is_derive_unique _ _ _ D)). field. lra.
  - intros s Hs. apply continuity_pt_mult. apply (continuous_activation _ (is_odd _ _ S)).
    apply continuity_pt_inv; [|lra]. apply derivable_continuous_pt, derivable_pt_id.
  - assert (0 < (Psi c - c * dPsi c) / c ^ 2).
    { apply Rdiv_lt_0_compat. generalize (strictly_concave _ _ S c); lra. apply pow_lt; lra. }
    replace ((c * dPsi c - Psi c) / c ^ 2) with (- ((Psi c - c * dPsi c) / c ^ 2)) in E by (field; lra). nra.
Qed.

Lemma zero_at_zero Psi : odd_activation Psi -> Psi 0 = 0.
Proof. intros A. generalize (odd _ A 0). rewrite Ropp_0. lra. Qed.

Lemma near_zero Psi dPsi e s : smooth Psi dPsi -> 0 < e -> 0 < s -> exists h, 0 < h <= s /\ - (e * h) <= Psi h - h <= e * h.
Proof.
  intros S He Hs. destruct (unit_slope _ _ S) as [_ Hd].
  destruct (Hd 0 (fun P H => H) (mkposreal _ He)) as [d Hd'].
  set (h := Rmin (d / 2) s).
  assert (0 < h <= s /\ h < d).
  { unfold h. generalize (cond_pos d). unfold Rmin. destruct Rle_dec; lra. }
  exists h. split. tauto.
  specialize (Hd' h). simpl in Hd'.
  assert (Hb : ball 0 d h).
  { change (Rabs (h - 0) < d). rewrite Rabs_pos_eq; lra. }
  apply Hd' in Hb. revert Hb.
  change (norm (minus (minus (Psi h) (Psi 0)) (scal (minus h 0) 1))) with (Rabs ((Psi h - Psi 0) - (h - 0) * 1)).
  change (norm (minus h 0)) with (Rabs (h - 0)).
  rewrite (zero_at_zero _ (is_odd _ _ S)), (Rabs_pos_eq (h - 0)) by lra.
  intros Hb. apply Rabs_le_between in Hb. lra.
Qed.

Lemma below_identity Psi dPsi s : smooth Psi dPsi -> 0 < s -> Psi s / s < 1.
Proof.
  intros S Hs. apply Rnot_le_lt; intros Hl.
  assert (R1 := ratio_decreasing _ _ (s / 2) s S ltac:(lra)).
  set (e := Psi (s / 2) / (s / 2) - 1) in *.
  destruct (near_zero Psi dPsi e (s / 4) S) as [h [Hh Hb]]; try (unfold e; lra).
  assert (R2 := ratio_decreasing _ _ h (s / 2) S ltac:(lra)).
  assert (Psi h / h <= 1 + e) by (apply Rle_div_l; lra). unfold e in *. lra.
Qed.

(** M1, smooth. For every smooth activation and [g, alpha > 0]: an equilibrium with [s > 0] on the ray exists if and only if
    [g alpha > 1], and there is one at most. *)
Theorem M1_smooth Psi dPsi g alpha : smooth Psi dPsi -> 0 < g -> 0 < alpha ->
  ((exists s, 0 < s /\ s = alpha * Psi (g * s)) <-> 1 < g * alpha) /\
  forall s s', 0 < s -> 0 < s' -> s = alpha * Psi (g * s) -> s' = alpha * Psi (g * s') -> s = s'.
Proof.
  intros S Hg Ha. assert (Hk : 0 < g * alpha) by (apply Rmult_lt_0_compat; lra).
  assert (Ratio : forall s, 0 < s -> s = alpha * Psi (g * s) -> g * alpha * (Psi (g * s) / (g * s)) = 1).
  { intros s Hs E. replace (g * alpha * (Psi (g * s) / (g * s))) with (alpha * Psi (g * s) / s) by (field; lra). rewrite <- E. field. lra. }
  split; [split |].
  - intros (s & Hs & E). assert (B := below_identity _ _ (g * s) S ltac:(apply Rmult_lt_0_compat; lra)).
    assert (R := Ratio s Hs E). nra.
  - intros H1. set (k := g * alpha) in *.
    destruct (near_zero Psi dPsi ((k - 1) / (2 * k)) 1 S) as [h [Hh Hb]]; try lra. { apply Rdiv_lt_0_compat; lra. }
    assert (F0 : 0 < k * Psi h - h).
    { assert (k * ((k - 1) / (2 * k) * h) = (k - 1) / 2 * h) by (field; lra).
      assert (k * (h - (k - 1) / (2 * k) * h) <= k * Psi h) by (apply Rmult_le_compat_l; lra). nra. }
    assert (F1 : k * Psi (k + 1) - (k + 1) < 0) by (assert (B := bounded_by_one _ _ S (k + 1)); nra).
    destruct (IVT (fun y => - (k * Psi y - y)) h (k + 1)) as [y [Hy Ey]]; try lra.
    { apply continuity_opp, continuity_minus. apply continuity_scal, (continuous_activation _ (is_odd _ _ S)).
      apply derivable_continuous, derivable_id. }
    exists (y / g). split. apply Rdiv_lt_0_compat; lra.
    replace (g * (y / g)) with y by (field; lra). apply Rmult_eq_reg_l with g; [|lra].
    replace (g * (y / g)) with y by (field; lra). unfold k in Ey. lra.
  - intros s s' Hs Hs' E E'. assert (R := Ratio s Hs E). assert (R' := Ratio s' Hs' E').
    assert (Eq : Psi (g * s) / (g * s) = Psi (g * s') / (g * s')) by (apply Rmult_eq_reg_l with (g * alpha); lra).
    destruct (Rtotal_order (g * s) (g * s')) as [L | [L | L]].
    + assert (D := ratio_decreasing _ _ _ _ S (conj (Rmult_lt_0_compat _ _ Hg Hs) L)). lra.
    + now apply Rmult_eq_reg_l in L; [|lra].
    + assert (D := ratio_decreasing _ _ _ _ S (conj (Rmult_lt_0_compat _ _ Hg Hs') L)). lra.
Qed.

(** M2, the own direction. For every smooth activation and [g, alpha > 0]: at an equilibrium with [s > 0] the memory's own eigenvalue is
    negative. *)
Theorem M2_own_direction Psi dPsi g alpha s : smooth Psi dPsi -> 0 < g -> 0 < alpha -> 0 < s -> s = alpha * Psi (g * s) ->
  g * dPsi (g * s) * alpha < 1.
Proof.
  intros S Hg Ha Hs E. assert (C := strictly_concave _ _ S (g * s) ltac:(apply Rmult_lt_0_compat; lra)).
  apply Rmult_lt_reg_l with s; auto. rewrite E at 3. nra.
Qed.

(** M2, HardTanh. Above its threshold a memory has no slope: with the two theorems before, all its eigenvalues are [-1]. *)
Theorem M2_hard_tanh g alpha slope : 1 < g * alpha -> is_derive hard_tanh (g * alpha) slope -> slope = 0.
Proof.
  intros H D. apply is_derive_unique in D. rewrite <- D. apply is_derive_unique.
  apply is_derive_ext_loc with (fun _ => 1); [|auto_derive; auto].
  assert (P : 0 < g * alpha - 1) by lra. exists (mkposreal _ P). intros y Hy.
  change (Rabs (y - g * alpha) < g * alpha - 1) in Hy. apply Rabs_def2 in Hy. symmetry. apply hard_tanh_saturated. lra.
Qed.
