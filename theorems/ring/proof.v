(** * Rings: R1 to R6, proved for all real parameters

    The definitions below are those of [statement.md], in its symbols. Time is counted in units of [tau_u]; the memory retrieved in dwell
    [n] is [n mod P]. The theorems start from the equations of the dwells and from the condition that a memory is lost at [theta = 1/g];
    that these describe the network in the singular limit is the hypothesis of the statement and is not proved here.

    Not proved here: of R2, the minimum for a general [P] where it lies inside the domain (proved: where it lies at [q = 1], for
    every [P]; and for [P = 2, 3] everywhere); of R4, stability and the second branch (proved: where there is one branch). *)

From Coq Require Import Reals Lra Lia Arith.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** What drives memory [mu] in dwell [n], in units of [kappa]: [rho] if it is the retrieved one, one if it is its successor. *)
Definition drive (P : nat) (rho : R) (n mu : nat) : R :=
  if mu =? n mod P then rho else if mu =? (n + 1) mod P then 1 else 0.

(** Dwell [n], of length [T]: the saliencies follow their equations, and the retrieved memory stands at [theta] at the end. *)
Record dwell (P : nat) (kappa rho theta : R) (n : nat) (T : R) (alpha : nat -> R -> R) : Prop := {
  positive_dwell : 0 < T;
  equations : forall mu t, (mu < P)%nat -> 0 <= t <= T ->
    is_derive (alpha mu) t (- alpha mu t + kappa * drive P rho n mu);
  lost : alpha (n mod P) T = theta }.

(** An endless run: dwell after dwell, every memory above [theta] when it is entered, and no other than the successor above it when a
    memory is lost. *)
Record run (P : nat) (kappa rho theta : R) (T : nat -> R) (alpha : nat -> nat -> R -> R) : Prop := {
  dwells : forall n, dwell P kappa rho theta n (T n) (alpha n);
  handed_over : forall n mu, (mu < P)%nat -> alpha (S n) mu 0 = alpha n mu (T n);
  exists_on_entry : forall n, theta < alpha n (n mod P) 0;
  no_rival : forall n mu, (mu < P)%nat -> mu <> (n mod P)%nat -> mu <> ((n + 1) mod P)%nat -> alpha n mu (T n) < theta }.

(** [Z_n], the saliency of memory [n mod P] when dwell [n] begins. *)
Definition Z (P : nat) (alpha : nat -> nat -> R -> R) (n : nat) : R := alpha n (n mod P) 0.

(** [q_n], the decay over dwell [n]. *)
Definition decay (T : nat -> R) (n : nat) : R := exp (- T n).

(** The product of [f 0], ..., [f (n - 1)]. *)
Fixpoint product (f : nat -> R) (n : nat) : R := match n with O => 1 | S m => product f m * f m end.

Lemma linear_flow (f : R -> R) (c T : R) : 0 <= T ->
  (forall t, 0 <= t <= T -> is_derive f t (- f t + c)) -> f T = c + (f 0 - c) * exp (- T).
Proof.
  intros HT D.
  destruct (MVT_gen (fun t => exp t * (f t - c)) 0 T (fun _ => 0)) as [x [Hx E]]; rewrite Rmin_left, Rmax_right in * by lra.
  - intros t Ht. assert (Hd := D t ltac:(lra)). auto_derive. eexists; exact Hd.
    replace (Derive _ t) with (- f t + c) by (symmetry; exact (is_derive_unique _ _ _ Hd)). ring.
  - intros t Ht. apply continuity_pt_mult. apply derivable_continuous_pt, derivable_pt_exp.
    apply continuity_pt_minus. apply derivable_continuous_pt. eexists. apply is_derive_Reals, D; lra.
    apply continuity_pt_const. intros ? ?; reflexivity.
  - rewrite exp_0 in E.
    assert (I : exp (- T) * exp T = 1) by (rewrite <- exp_plus, Rplus_opp_l; apply exp_0).
    assert (H : exp T * (f T - c) = f 0 - c) by lra.
    apply (f_equal (Rmult (exp (- T)))) in H. rewrite <- Rmult_assoc, I in H. lra.
Qed.

Section Run.
Variables (P : nat) (kappa rho theta : R) (T : nat -> R) (alpha : nat -> nat -> R -> R).
Hypothesis HP : (2 <= P)%nat.
Hypothesis H : run P kappa rho theta T alpha.

Lemma one_dwell n mu : (mu < P)%nat ->
  alpha (S n) mu 0 = kappa * drive P rho n mu + (alpha n mu 0 - kappa * drive P rho n mu) * decay T n.
Proof.
  intros Hmu. rewrite (handed_over _ _ _ _ _ _ H) by auto. apply linear_flow.
  - left. apply (positive_dwell _ _ _ _ _ _ _ (dwells _ _ _ _ _ _ H n)).
  - intros t Ht. now apply (equations _ _ _ _ _ _ _ (dwells _ _ _ _ _ _ H n)).
Qed.

Lemma mod_apart n i : (0 < i < P)%nat -> ((n + i) mod P <> n mod P)%nat.
Proof.
  intros Hi E. assert (A := Nat.div_mod (n + i) P ltac:(lia)). assert (B := Nat.div_mod n P ltac:(lia)).
  rewrite E in A. assert (P * ((n + i) / P) = P * (n / P) + i)%nat by lia.
  assert ((n + i) / P <= n / P \/ n / P + 1 <= (n + i) / P)%nat by lia. nia.
Qed.

Lemma in_range n : (n mod P < P)%nat.
Proof. apply Nat.mod_upper_bound. lia. Qed.

Lemma drive_self n : drive P rho n (n mod P) = rho.
Proof. unfold drive. now rewrite Nat.eqb_refl. Qed.

Lemma drive_next n : drive P rho n ((n + 1) mod P) = 1.
Proof.
  unfold drive. rewrite Nat.eqb_refl. destruct (Nat.eqb_spec ((n + 1) mod P) (n mod P)); auto.
  exfalso. revert e. apply mod_apart. lia.
Qed.

Lemma drive_other n i : (1 < i < P)%nat -> drive P rho n ((n + i) mod P) = 0.
Proof.
  intros Hi. unfold drive.
  destruct (Nat.eqb_spec ((n + i) mod P) (n mod P)). { exfalso. revert e. apply mod_apart. lia. }
  destruct (Nat.eqb_spec ((n + i) mod P) ((n + 1) mod P)); auto.
  exfalso. replace (n + i)%nat with (n + 1 + (i - 1))%nat in e by lia. revert e. apply mod_apart. lia.
Qed.

Lemma decay_positive n : 0 < decay T n < 1.
Proof.
  split. apply exp_pos. rewrite <- exp_0. apply exp_increasing.
  generalize (positive_dwell _ _ _ _ _ _ _ (dwells _ _ _ _ _ _ H n)). lra.
Qed.

Lemma left_at_threshold n : theta = kappa * rho + (Z P alpha n - kappa * rho) * decay T n.
Proof.
  assert (E := one_dwell n (n mod P) (in_range n)). rewrite drive_self in E. fold (Z P alpha n) in E.
  rewrite <- E, (handed_over _ _ _ _ _ _ H) by apply in_range. symmetry. apply (lost _ _ _ _ _ _ _ (dwells _ _ _ _ _ _ H n)).
Qed.

Lemma not_locked n : kappa * rho < theta /\ kappa * rho < Z P alpha n.
Proof.
  assert (E := left_at_threshold n). assert (Q := decay_positive n).
  assert (L : theta < Z P alpha n) by apply (exists_on_entry _ _ _ _ _ _ H).
  assert (theta - kappa * rho = (Z P alpha n - kappa * rho) * decay T n) by lra.
  assert (kappa * rho < Z P alpha n) by (apply Rnot_le_lt; intros Hl; nra).
  split; nra.
Qed.

(** R1, one dwell of a run, for every [P >= 2], gain, self-coupling and threshold: the decay, the saliency handed over, the memory left at
    [theta], and the decay of all others. *)
Theorem R1_recurrence n :
  decay T n = (theta - kappa * rho) / (Z P alpha n - kappa * rho) /\
  Z P alpha (S n) = kappa * (1 - decay T n) + decay T n * alpha n ((n + 1) mod P) 0 /\
  alpha (S n) (n mod P) 0 = theta /\
  forall i, (1 < i < P)%nat -> alpha (S n) ((n + i) mod P) 0 = decay T n * alpha n ((n + i) mod P) 0.
Proof.
  assert (L := not_locked n). repeat split.
  - rewrite (left_at_threshold n) at 1. field. lra.
  - unfold Z. replace (S n) with (n + 1)%nat by lia. rewrite (Nat.add_comm n 1) at 1.
    change (1 + n)%nat with (S n). rewrite one_dwell by apply in_range. rewrite drive_next. ring.
  - rewrite (handed_over _ _ _ _ _ _ H) by apply in_range. apply (lost _ _ _ _ _ _ _ (dwells _ _ _ _ _ _ H n)).
  - intros i Hi. rewrite one_dwell by apply in_range. rewrite drive_other by auto. ring.
Qed.

(** What is left, [i] dwells later, of the memory lost at the end of dwell [m]. *)
Lemma remembered m i : (i < P - 1)%nat -> alpha (m + 1 + i)%nat (m mod P) 0 = theta * product (fun j => decay T (m + 1 + j)) i.
Proof.
  induction i as [|i IH]; intros Hi.
  - simpl. rewrite Nat.add_0_r, Nat.add_1_r, Rmult_1_r. apply R1_recurrence.
  - simpl product. replace (m + 1 + S i)%nat with (S (m + 1 + i)) by lia.
    replace (m mod P) with ((m + 1 + i + (P - 1 - i)) mod P).
    + destruct (R1_recurrence (m + 1 + i)) as (_ & _ & _ & O). rewrite O by lia.
      replace ((m + 1 + i + (P - 1 - i)) mod P) with (m mod P). rewrite IH by lia. ring.
      replace (m + 1 + i + (P - 1 - i))%nat with (m + 1 * P)%nat by lia. symmetry. apply Nat.mod_add. lia.
    + replace (m + 1 + i + (P - 1 - i))%nat with (m + 1 * P)%nat by lia. apply Nat.mod_add. lia.
Qed.

Lemma all_visited m : Z P alpha (m + P) = kappa * (1 - decay T (m + P - 1)) + theta * product (fun j => decay T (m + 1 + j)) (P - 1).
Proof.
  destruct (R1_recurrence (m + P - 1)) as (_ & E & _).
  replace (S (m + P - 1)) with (m + P)%nat in E by lia. rewrite E.
  assert (M : ((m + P - 1 + 1) mod P = m mod P)%nat).
  { replace (m + P - 1 + 1)%nat with (m + 1 * P)%nat by lia. apply Nat.mod_add. lia. }
  rewrite M. assert (K := remembered m (P - 2) ltac:(lia)).
  replace (m + 1 + (P - 2))%nat with (m + P - 1)%nat in K by lia. rewrite K.
  replace (P - 1)%nat with (S (P - 2)) at 1 by lia. simpl product.
  replace (m + 1 + (P - 2))%nat with (m + P - 1)%nat by lia. ring.
Qed.

Lemma product_ext f g n : (forall j, (j < n)%nat -> f j = g j) -> product f n = product g n.
Proof. induction n; simpl; intros E; auto. rewrite IHn, E; auto. Qed.

(** R1, once every memory has been visited, for [rho = 0] and unit slope, every [P >= 2] and every gain:
    [Z_(n+1) = kappa (1 - 1/Z_n) + 1/(Z_n ... Z_(n-P+2))], here with [n = m + P - 1]. *)
Theorem R1_product m : rho = 0 -> theta = 1 ->
  Z P alpha (m + P) = kappa * (1 - 1 / Z P alpha (m + P - 1)) + product (fun j => 1 / Z P alpha (m + 1 + j)) (P - 1).
Proof.
  intros Hr Ht. assert (Q : forall n, decay T n = 1 / Z P alpha n).
  { intros n. destruct (R1_recurrence n) as [E _]. rewrite E, Hr, Ht, Rmult_0_r, !Rminus_0_r. reflexivity. }
  rewrite all_visited, Ht, Q, Rmult_1_l. f_equal. apply product_ext. intros; apply Q.
Qed.

End Run.

(** The function under R2's minimum. *)
(* formula R2 *)
Definition ring_function (P : nat) (rho q : R) : R := (1 - q ^ P) / ((1 - q) * (q + rho)).

(** Where the minimum is taken. At [q = 1] there is no dwell and no cycle; its value there is a limit. *)
Definition domain (rho q : R) : Prop := Rmax 0 (- rho) < q < 1.

(** A run whose dwells all have the decay [q]. *)
Definition cycle (P : nat) (g kappa rho q : R) : Prop :=
  exists T alpha, run P kappa rho (1 / g) T alpha /\ forall n, decay T n = q.

Lemma product_constant f q n : (forall j, f j = q) -> product f n = q ^ n.
Proof. intros E. induction n; simpl; auto. rewrite IHn, E. ring. Qed.

Lemma domain_bounds rho q : domain rho q <-> 0 < q < 1 /\ 0 < q + rho.
Proof.
  unfold domain. split; intros H.
  - assert (A := Rmax_l 0 (- rho)). assert (B := Rmax_r 0 (- rho)). lra.
  - split; try lra. apply Rmax_lub_lt; lra.
Qed.

Lemma power_below_one q P : (1 <= P)%nat -> 0 < q < 1 -> 0 < q ^ P < 1.
Proof.
  intros HP Hq. split. apply pow_lt; lra. destruct P; [lia|]. apply pow_lt_1_compat; [lra | lia].
Qed.

Lemma ring_equation P rho q k : domain rho q -> (k = ring_function P rho q <-> 1 - q ^ P = k * (1 - q) * (q + rho)).
Proof.
  intros H. apply domain_bounds in H. unfold ring_function. split; intros E.
  - rewrite E. field. lra.
  - rewrite E. field. lra.
Qed.

(** How far memory [mu] is ahead of the one that is retrieved in dwell [n]. *)
Definition position (P n mu : nat) : nat := if n mod P <=? mu then mu - n mod P else mu + P - n mod P.

Lemma next_mod P n : (2 <= P)%nat -> (n + 1) mod P = (if S (n mod P) =? P then 0 else S (n mod P))%nat.
Proof.
  intros HP. rewrite Nat.add_mod, (Nat.mod_small 1) by lia. assert (B := Nat.mod_upper_bound n P ltac:(lia)).
  destruct (Nat.eqb_spec (S (n mod P)) P) as [E | E]; rewrite Nat.add_1_r.
  - rewrite E. apply Nat.mod_same. lia.
  - apply Nat.mod_small. lia.
Qed.

Lemma drive_position P rho n mu : (2 <= P)%nat -> (mu < P)%nat ->
  drive P rho n mu = if position P n mu =? 0 then rho else if position P n mu =? 1 then 1 else 0.
Proof.
  intros HP Hmu. unfold drive, position. rewrite next_mod by auto.
  assert (B := Nat.mod_upper_bound n P ltac:(lia)).
  destruct (Nat.eqb_spec (S (n mod P)) P); destruct (Nat.leb_spec (n mod P) mu);
    repeat match goal with |- context [Nat.eqb ?a ?b] => destruct (Nat.eqb_spec a b) end; auto; lia.
Qed.

Lemma next_position P n mu : (2 <= P)%nat -> (mu < P)%nat ->
  position P (S n) mu = (if position P n mu =? 0 then P - 1 else position P n mu - 1)%nat.
Proof.
  intros HP Hmu. unfold position. rewrite <- (Nat.add_1_r n), next_mod by auto.
  assert (B := Nat.mod_upper_bound n P ltac:(lia)).
  destruct (Nat.eqb_spec (S (n mod P)) P);
    repeat match goal with |- context [Nat.leb ?a ?b] => destruct (Nat.leb_spec a b) end;
    repeat match goal with |- context [Nat.eqb ?a ?b] => destruct (Nat.eqb_spec a b) end; lia.
Qed.

Lemma position_self P n : position P n (n mod P) = 0%nat.
Proof. unfold position. rewrite Nat.leb_refl. lia. Qed.

Lemma position_range P n mu : (2 <= P)%nat -> (mu < P)%nat -> (position P n mu < P)%nat.
Proof.
  intros HP Hmu. unfold position. assert (B := Nat.mod_upper_bound n P ltac:(lia)).
  destruct (Nat.leb_spec (n mod P) mu); lia.
Qed.

(** R2, the equation. For every [P >= 2], [g, kappa > 0] and [-1 < rho < 1]: a cycle with the decay [q] exists if and only if [q] is in
    the domain, the memories do not lock, and [g kappa] is the function's value at [q]. *)
Theorem R2_equivalence P g kappa rho q : (2 <= P)%nat -> 0 < g -> 0 < kappa -> -1 < rho < 1 ->
  (cycle P g kappa rho q <-> domain rho q /\ g * kappa * rho < 1 /\ g * kappa = ring_function P rho q).
Proof.
  intros HP Hg Hk Hrho. split.
  - intros (T & alpha & Hrun & HT).
    assert (Q := decay_positive _ _ _ _ _ _ Hrun 0). rewrite HT in Q.
    assert (E1 := left_at_threshold _ _ _ _ _ _ HP Hrun P). rewrite HT in E1.
    assert (E2 := all_visited _ _ _ _ _ _ HP Hrun 0). rewrite HT, (product_constant _ q) in E2 by auto.
    rewrite Nat.add_0_l in E2. destruct (not_locked _ _ _ _ _ _ HP Hrun P) as [L _].
    rewrite E2 in E1.
    assert (E : (1 - q) * (1 - q ^ P) = (1 - q) * (g * kappa * (1 - q) * (q + rho))).
    { replace P with (S (P - 1)) at 1 by lia. simpl pow. apply (f_equal (Rmult g)) in E1. field_simplify in E1; try lra. nra. }
    apply Rmult_eq_reg_l in E; [|lra].
    assert (B := power_below_one q P ltac:(lia) Q).
    assert (D : domain rho q).
    { apply domain_bounds. split; auto. assert (0 < g * kappa * (1 - q)) by (repeat apply Rmult_lt_0_compat; lra).
      apply Rnot_le_lt; intros Hl. nra. }
    repeat split; try apply D.
    + apply (Rmult_lt_compat_l g) in L; auto. field_simplify in L; lra.
    + now apply ring_equation.
  - intros (D & L & E). apply ring_equation in E; auto. apply domain_bounds in D.
    unfold cycle. set (theta := 1 / g). assert (Ht : g * theta = 1) by (unfold theta; field; lra).
    assert (Hl : kappa * rho < theta) by (apply Rmult_lt_reg_l with g; lra).
    set (Zc := kappa * rho + (theta - kappa * rho) / q).
    assert (HZ : Zc = kappa * (1 - q) + theta * q ^ (P - 1)).
    { apply Rmult_eq_reg_l with (g * q); [|apply Rgt_not_eq, Rmult_lt_0_compat; lra].
      replace (g * q * Zc) with (g * kappa * rho * q + (g * theta - g * kappa * rho)) by (unfold Zc; field; lra).
      replace (g * q * (kappa * (1 - q) + theta * q ^ (P - 1))) with (g * kappa * q * (1 - q) + g * theta * q ^ S (P - 1)) by (simpl; ring).
      rewrite Ht. replace (S (P - 1)) with P by lia. nra. }
    set (start := fun j => if j =? 0 then Zc else theta * q ^ (P - 1 - j)).
    assert (Hexp : exp (- - ln q) = q) by (rewrite Ropp_involutive; apply exp_ln; lra).
    exists (fun _ => - ln q), (fun n mu t => kappa * drive P rho n mu + (start (position P n mu) - kappa * drive P rho n mu) * exp (- t)).
    split; [constructor; [intros n; constructor | | |] |].
    + assert (ln q < ln 1) by (apply ln_increasing; lra). rewrite ln_1 in *. lra.
    + intros mu t Hmu Ht'. auto_derive; auto. ring.
    + rewrite drive_position, position_self by (auto; apply Nat.mod_upper_bound; lia). simpl. rewrite Hexp. unfold start, Zc. simpl. field. lra.
    + intros n mu Hmu. rewrite Hexp, Ropp_0, exp_0, next_position, (drive_position P rho n) by auto.
      assert (B := position_range P n mu HP Hmu). unfold start.
      destruct (Nat.eqb_spec (position P n mu) 0) as [E0 | N0].
      * replace (P - 1 =? 0) with false by (symmetry; apply Nat.eqb_neq; lia). rewrite Nat.sub_diag. unfold Zc. simpl. field. lra.
      * destruct (Nat.eqb_spec (position P n mu) 1) as [E1 | N1].
        -- rewrite E1. simpl (1 - 1 =? 0). cbv iota. rewrite HZ. replace (P - 1)%nat with (S (P - 1 - 1)) at 1 by lia. simpl pow. ring.
        -- replace (position P n mu - 1 =? 0) with false by (symmetry; apply Nat.eqb_neq; lia).
           replace (P - 1 - (position P n mu - 1))%nat with (S (P - 1 - position P n mu)) by lia. simpl pow. ring.
    + intros n. rewrite position_self, Ropp_0, exp_0. unfold start. simpl. unfold Zc.
      assert (theta - kappa * rho < (theta - kappa * rho) / q); try lra.
      apply Rmult_lt_reg_r with q; try lra. field_simplify; nra.
    + intros n mu Hmu N0 N1. rewrite Hexp. assert (B := position_range P n mu HP Hmu).
      assert (2 <= position P n mu)%nat.
      { revert N0 N1. unfold position. rewrite next_mod by auto. assert (C := Nat.mod_upper_bound n P ltac:(lia)).
        destruct (Nat.leb_spec (n mod P) mu); destruct (Nat.eqb_spec (S (n mod P)) P); lia. }
      rewrite drive_position by auto. unfold start.
      replace (position P n mu =? 0) with false by (symmetry; apply Nat.eqb_neq; lia).
      replace (position P n mu =? 1) with false by (symmetry; apply Nat.eqb_neq; lia).
      assert (C := power_below_one q (S (P - 1 - position P n mu)) ltac:(lia) ltac:(lra)). simpl pow in C.
      assert (0 < theta) by (apply Rdiv_lt_0_compat; lra). nra.
    + intros m. exact Hexp.
Qed.

(** [K] is the greatest lower bound of the function over the domain. *)
Definition infimum (P : nat) (rho K : R) : Prop :=
  (forall q, domain rho q -> K <= ring_function P rho q) /\
  (forall k, K < k -> exists q, domain rho q /\ ring_function P rho q < k).

Lemma balance_continuous P k rho : continuity (fun x => k * (1 - x) * (x + rho) - (1 - x ^ P)).
Proof. intros x. apply derivable_continuous_pt. reg. Qed.

Lemma ring_function_below P rho q k : domain rho q -> ring_function P rho q <= k -> 1 - q ^ P <= k * (1 - q) * (q + rho).
Proof.
  intros D H. apply domain_bounds in D. unfold ring_function in H.
  assert (0 < (1 - q) * (q + rho)) by (apply Rmult_lt_0_compat; lra).
  apply Rle_div_l in H; lra.
Qed.

Lemma reached P rho k q0 : (2 <= P)%nat -> -1 < rho < 1 -> k * rho < 1 -> domain rho q0 -> ring_function P rho q0 <= k ->
  exists q, domain rho q /\ q <= q0 /\ k = ring_function P rho q.
Proof.
  intros HP Hrho L D H0. assert (B := D). apply domain_bounds in B.
  set (h := fun x => k * (1 - x) * (x + rho) - (1 - x ^ P)).
  assert (Hq : 0 <= h q0) by (apply ring_function_below in H0; auto; unfold h; lra).
  set (q1 := Rmax 0 (- rho)).
  assert (H1 : h q1 < 0).
  { unfold h, q1, Rmax. destruct Rle_dec.
    - assert (Hp := power_below_one (- rho) P ltac:(lia)). replace (- rho + rho) with 0 by ring.
      destruct (Req_dec rho 0) as [-> | N]; [|nra].
      rewrite Ropp_0. assert (Z0 : 0 ^ P = 0) by (apply pow_i; lia). rewrite Z0. lra.
    - assert (Z0 : 0 ^ P = 0) by (apply pow_i; lia). rewrite Z0. lra. }
  destruct Hq as [Hq | Hq].
  - destruct (IVT h q1 q0 (balance_continuous P k rho)) as [x [Hx Ex]]; auto. apply D.
    assert (x <> q1) by (intros ->; lra). unfold domain in D. fold q1 in D.
    assert (Dx : domain rho x) by (unfold domain; fold q1; lra).
    exists x. split; auto. split. lra. apply ring_equation; auto. unfold h in Ex. lra.
  - exists q0. split; auto. split. lra. apply ring_equation; auto. unfold h in Hq. lra.
Qed.

(** R2, the threshold. For every [P >= 2], [g, kappa > 0] and [-1 < rho < 1], with [K] the function's infimum: above it, and without
    lock, there is a cycle; and a cycle needs [g kappa >= K] and no lock. *)
Theorem R2_threshold P g kappa rho K : (2 <= P)%nat -> 0 < g -> 0 < kappa -> -1 < rho < 1 -> infimum P rho K ->
  (K < g * kappa /\ g * kappa * rho < 1 -> exists q, cycle P g kappa rho q) /\
  ((exists q, cycle P g kappa rho q) -> K <= g * kappa /\ g * kappa * rho < 1).
Proof.
  intros HP Hg Hk Hrho [K1 K2]. split.
  - intros [H L]. destruct (K2 _ H) as [q0 [D H0]].
    destruct (reached P rho (g * kappa) q0) as (q & Dq & _ & E); auto. lra.
    exists q. now apply R2_equivalence.
  - intros [q Hq]. apply R2_equivalence in Hq as (D & L & E); auto. rewrite E at 1. split; [apply K1 |]; auto.
Qed.

(** [1 + q + ... + q^(P-1)]. *)
Fixpoint geometric (P : nat) (q : R) : R := match P with O => 0 | S n => geometric n q + q ^ n end.

Lemma geometric_sum P q : 1 - q ^ P = (1 - q) * geometric P q.
Proof. induction P; simpl. ring. rewrite Rmult_plus_distr_l, <- IHP. ring. Qed.

Lemma ring_function_quotient P rho q : domain rho q -> ring_function P rho q = geometric P q / (q + rho).
Proof. intros D. apply domain_bounds in D. unfold ring_function. rewrite geometric_sum. field. lra. Qed.

Lemma bernoulli n q : 0 <= q <= 1 -> 1 - INR n * (1 - q) <= q ^ n.
Proof.
  intros H. induction n as [|n IH]. simpl; lra. rewrite S_INR. simpl pow.
  assert (0 <= INR n) by apply pos_INR.
  assert (0 <= q ^ n <= 1). { split. apply pow_le; lra. rewrite <- (pow1 n). apply pow_incr. lra. }
  assert (q * (1 - INR n * (1 - q)) <= q * q ^ n) by (apply Rmult_le_compat_l; lra).
  assert (0 <= INR n * (1 - q) * (1 - q)) by (repeat apply Rmult_le_pos; lra). lra.
Qed.

Lemma geometric_above P q : (2 <= P)%nat -> 0 < q < 1 -> INR P - INR P * (INR P - 1) / 2 * (1 - q) <= geometric P q.
Proof.
  intros HP Hq. induction HP as [|P HP IH].
  - simpl. lra.
  - rewrite S_INR. simpl geometric. assert (B := bernoulli P q ltac:(lra)). nra.
Qed.

Lemma geometric_strictly_above P q : (3 <= P)%nat -> 0 < q < 1 -> INR P - INR P * (INR P - 1) / 2 * (1 - q) < geometric P q.
Proof.
  intros HP Hq. induction HP as [|P HP IH].
  - simpl. nra.
  - rewrite S_INR. simpl geometric. assert (B := bernoulli P q ltac:(lra)). nra.
Qed.

Lemma edge_strict P rho q : (2 <= P)%nat -> -1 < rho < 1 -> (1 + rho) * (INR P - 1) <= 2 -> domain rho q ->
  INR P / (1 + rho) < ring_function P rho q.
Proof.
  intros HP Hrho Hedge D. rewrite ring_function_quotient by auto. apply domain_bounds in D.
  apply Rmult_lt_reg_r with ((1 + rho) * (q + rho)). apply Rmult_lt_0_compat; lra.
  replace (INR P / (1 + rho) * ((1 + rho) * (q + rho))) with (INR P * (q + rho)) by (field; lra).
  replace (geometric P q / (q + rho) * ((1 + rho) * (q + rho))) with ((1 + rho) * geometric P q) by (field; lra).
  destruct (Nat.eq_dec P 2) as [-> | N].
  - simpl. nra.
  - assert (B := geometric_strictly_above P q ltac:(lia) ltac:(lra)).
    apply (Rmult_lt_compat_l (1 + rho)) in B; [|lra].
    assert (HP' : 0 < INR P) by (apply lt_0_INR; lia).
    assert (0 <= INR P * (1 - q) * (2 - (1 + rho) * (INR P - 1))) by (repeat apply Rmult_le_pos; lra). lra.
Qed.

Lemma geometric_below P q : 0 < q < 1 -> geometric P q <= INR P.
Proof.
  intros Hq. induction P. simpl; lra. rewrite S_INR. simpl geometric.
  assert (q ^ P <= 1). { rewrite <- (pow1 P). apply pow_incr. lra. } lra.
Qed.

(** R2, where the minimum is at [q = 1]. For every [P >= 2] and [-1 < rho < 1] with [(1 + rho)(P - 1) <= 2], [K = P/(1 + rho)], and no
    cycle has that gain. *)
Theorem R2_minimum_at_one P rho : (2 <= P)%nat -> -1 < rho < 1 -> (1 + rho) * (INR P - 1) <= 2 ->
  infimum P rho (INR P / (1 + rho)) /\ forall q, domain rho q -> ring_function P rho q <> INR P / (1 + rho).
Proof.
  intros HP Hrho Hedge. split; [split |].
  - intros q D. left. now apply edge_strict.
  - intros k Hk. assert (HP' : 0 < INR P) by (apply lt_0_INR; lia).
    assert (Hk' : INR P < k * (1 + rho)).
    { apply (Rmult_lt_compat_r (1 + rho)) in Hk; [|lra]. field_simplify in Hk; lra. }
    assert (0 < k) by nra.
    set (q0 := INR P / k - rho). assert (E0 : k * (q0 + rho) = INR P) by (unfold q0; field; lra).
    assert (q0 < 1) by nra.
    set (q := (1 + Rmax (Rmax 0 (- rho)) q0) / 2).
    assert (D : domain rho q /\ q0 < q).
    { unfold domain, q. assert (A := Rmax_l (Rmax 0 (- rho)) q0). assert (B := Rmax_r (Rmax 0 (- rho)) q0).
      assert (Rmax (Rmax 0 (- rho)) q0 < 1) by (repeat apply Rmax_lub_lt; lra). lra. }
    destruct D as [D Hq]. exists q. split; auto.
    rewrite ring_function_quotient by auto. apply domain_bounds in D.
    apply Rmult_lt_reg_r with (q + rho). lra. field_simplify; [|lra].
    assert (B := geometric_below P q ltac:(lra)). nra.
  - intros q D. apply Rgt_not_eq. now apply edge_strict.
Qed.

(** [K (2, rho)]. *)
(* formula R2 *)
Definition two_threshold (rho : R) : R := 2 / (1 + rho).

(** R2, two memories, [-1 < rho < 1]. *)
Theorem R2_two rho : -1 < rho < 1 -> infimum 2 rho (two_threshold rho).
Proof. intros H. apply (R2_minimum_at_one 2); auto. simpl; lra. Qed.

(** R2, three memories, [-1 < rho <= 0]. *)
Theorem R2_three_edge rho : -1 < rho <= 0 -> infimum 3 rho (3 / (1 + rho)).
Proof.
  intros H. replace 3 with (INR 3) by (simpl; ring). apply R2_minimum_at_one; auto; simpl; lra.
Qed.

(** [K (3, rho)] for [rho > 0]. *)
(* formula R2 *)
Definition three_threshold (rho : R) : R := 1 - 2 * rho + 2 * sqrt (rho ^ 2 - rho + 1).

(** R2, three memories, [0 < rho < 1]: the minimum lies inside the domain, so there is one cycle at the threshold. *)
Theorem R2_three rho : 0 < rho < 1 -> infimum 3 rho (three_threshold rho) /\
  domain rho (sqrt (rho ^ 2 - rho + 1) - rho) /\ ring_function 3 rho (sqrt (rho ^ 2 - rho + 1) - rho) = three_threshold rho.
Proof.
  intros H. unfold three_threshold. set (w := sqrt (rho ^ 2 - rho + 1)).
  assert (Hw : w ^ 2 = rho ^ 2 - rho + 1). { unfold w. rewrite <- Rsqr_pow2, Rsqr_sqrt by nra. reflexivity. }
  assert (Hw0 : 0 <= w) by apply sqrt_pos.
  assert (Hlo : rho < w) by nra. assert (Hhi : w < 1 + rho) by nra.
  assert (D : domain rho (w - rho)) by (apply domain_bounds; lra).
  assert (E : ring_function 3 rho (w - rho) = 1 - 2 * rho + 2 * w).
  { rewrite ring_function_quotient by auto. simpl. apply Rmult_eq_reg_r with w; [|lra].
    replace (w - rho + rho) with w by ring. field_simplify; [|lra]. nra. }
  split; [split | now split].
  - intros q Dq. rewrite ring_function_quotient by auto. apply domain_bounds in Dq.
    apply Rmult_le_reg_r with (q + rho). lra. simpl. field_simplify; [|lra].
    assert (0 <= (q + rho - w) ^ 2) by apply pow2_ge_0. nra.
  - intros k Hk. exists (w - rho). split; auto. now rewrite E.
Qed.

Lemma half_in_domain : domain 0 (1 / 2).
Proof. apply domain_bounds. lra. Qed.

Lemma ring_function_half P : ring_function P 0 (1 / 2) = 4 - 4 * (1 / 2) ^ P.
Proof. unfold ring_function. field. Qed.

(** How far above [4 * 2^(-P)] the gap may be. *)
Definition gap_factor (P : nat) : R := (1 + (9 / 10) ^ P) ^ P / (1 - (9 / 10) ^ P * (9 / 10) ^ P).

Lemma power_bounds x n : 0 <= x <= 1 -> 0 <= x ^ n <= 1.
Proof. intros H. split. apply pow_le; lra. rewrite <- (pow1 n). apply pow_incr. lra. Qed.

Lemma gap_factor_above_one P : (1 <= P)%nat -> 0 < 1 - (9 / 10) ^ P * (9 / 10) ^ P /\ 1 <= gap_factor P.
Proof.
  intros HP. assert (B := power_below_one (9 / 10) P HP ltac:(lra)). set (r := (9 / 10) ^ P) in *.
  assert (D : 0 < 1 - r * r) by nra. split; auto. unfold gap_factor. fold r.
  apply Rle_div_r; auto. apply Rle_trans with 1. nra. apply pow_R1_Rle. lra.
Qed.

(* with y = 2 q - 1 the claim is q^P <= y^2 + beta (1 - y^2), beta = gap_factor P / 2^P *)
Lemma gap_pointwise P q : (6 <= P)%nat -> domain 0 q -> 4 - 4 * (1 / 2) ^ P * gap_factor P <= ring_function P 0 q.
Proof.
  intros HP D. apply domain_bounds in D. rewrite Rplus_0_r in D. destruct D as [D _].
  destruct (gap_factor_above_one P ltac:(lia)) as [Dr Hf]. assert (H2 := power_below_one (1 / 2) P ltac:(lia) ltac:(lra)).
  set (beta := (1 / 2) ^ P * gap_factor P). assert (Hb : (1 / 2) ^ P <= beta) by (unfold beta; nra).
  unfold ring_function. rewrite Rplus_0_r. apply Rle_div_r. apply Rmult_lt_0_compat; lra.
  set (y := 2 * q - 1). assert (Q : q = (1 + y) / 2) by (unfold y; field).
  assert (Hy : y * y <= 1) by (unfold y; nra).
  assert (Main : q ^ P <= y * y + beta * (1 - y * y)).
  { destruct (Rle_lt_dec q (1 / 2)) as [L | L]; [| destruct (Rle_lt_dec (2 / 3) q) as [L' | L']].
    - assert (q ^ P <= 2 * (1 / 2) ^ P * q).
      { replace P with (S (P - 1)) by lia. simpl pow.
        assert (q ^ (P - 1) <= (1 / 2) ^ (P - 1)) by (apply pow_incr; lra). nra. }
      unfold y. nra.
    - assert (q ^ P <= q ^ 6).
      { replace P with (6 + (P - 6))%nat by lia. rewrite pow_add. assert (B := power_bounds q (P - 6) ltac:(lra)).
        assert (0 <= q ^ 6) by (apply pow_le; lra). nra. }
      assert (q ^ 3 <= y) by (unfold y; nra). assert (0 <= q ^ 3) by (apply pow_le; lra).
      assert (q ^ 6 <= y * y) by (replace (q ^ 6) with (q ^ 3 * q ^ 3) by ring; nra). nra.
    - destruct (Rle_lt_dec (q ^ P) (y * y)) as [M | M]. nra.
      set (r := (9 / 10) ^ P) in *. assert (Hr : 0 < r) by (apply pow_lt; lra).
      assert (q ^ P <= r * r).
      { unfold r. rewrite <- Rpow_mult_distr. apply pow_incr. lra. }
      assert (Hyr : y <= r) by (unfold y in *; nra).
      assert (E : q ^ P <= (1 / 2) ^ P * (1 + r) ^ P).
      { rewrite <- Rpow_mult_distr. apply pow_incr. rewrite Q. unfold y in *. lra. }
      assert (F : (1 / 2) ^ P * (1 + r) ^ P = beta * (1 - r * r)) by (unfold beta, gap_factor; fold r; field; lra).
      assert (y * y <= r * r) by (unfold y in *; nra). nra. }
  replace (4 * (1 / 2) ^ P * gap_factor P) with (4 * beta) by (unfold beta; ring).
  replace ((4 - 4 * beta) * ((1 - q) * q)) with ((1 - beta) * (1 - y * y)) by (unfold y; ring). lra.
Qed.

(** R3, bounds. For every [P >= 6], with [K] the threshold for [rho = 0]: the gap [4 - K] is at least [4 * 2^(-P)], and at most that
    times a factor that tends to one. *)
Theorem R3_bounds P K : (6 <= P)%nat -> infimum P 0 K ->
  4 * (1 / 2) ^ P <= 4 - K <= 4 * (1 / 2) ^ P * gap_factor P.
Proof.
  intros HP [K1 K2]. split.
  - assert (H := K1 (1 / 2) half_in_domain). rewrite ring_function_half in H. lra.
  - apply Rnot_lt_le; intros Hl. destruct (K2 (4 - 4 * (1 / 2) ^ P * gap_factor P)) as [q [D Hq]]. lra.
    assert (G := gap_pointwise P q HP D). lra.
Qed.

(** What bounds it. *)
Definition gap_error (P : nat) : R := 19 * (19 / 20) ^ P.

Lemma gap_factor_below P : (1 <= P)%nat -> gap_error P < 1 -> gap_factor P <= 1 / ((1 - gap_error P) * (1 - gap_error P)).
Proof.
  intros HP. unfold gap_error, gap_factor. set (r := (9 / 10) ^ P). set (b := (19 / 20) ^ P). intros He.
  assert (Hb : 0 < b < 1) by (apply power_below_one; auto; lra).
  assert (Hr : 0 < r < 1) by (apply power_below_one; auto; lra).
  assert (Hrb : r <= b * b). { unfold r, b. rewrite <- Rpow_mult_distr. apply pow_incr. lra. }
  assert (HPb : INR P * b <= 19).
  { assert (B : 1 + INR P * (1 / 19) <= (1 + 1 / 19) ^ P) by (apply poly; lra).
    assert (I : (1 + 1 / 19) ^ P * b = 1).
    { unfold b. rewrite <- Rpow_mult_distr. replace ((1 + 1 / 19) * (19 / 20)) with 1 by field. apply pow1. }
    assert ((1 + INR P * (1 / 19)) * b <= (1 + 1 / 19) ^ P * b) by (apply Rmult_le_compat_r; lra). lra. }
  assert (HP0 : 0 <= INR P) by apply pos_INR.
  assert (HPr : INR P * r <= 19 * b) by nra.
  assert (Hpow : (1 + r) ^ P * (1 - INR P * r) <= 1).
  { assert (B := bernoulli P (1 - r) ltac:(lra)). replace (1 - (1 - r)) with r in B by ring.
    assert (C : 0 < (1 + r) ^ P) by (apply pow_lt; lra).
    apply Rle_trans with ((1 + r) ^ P * (1 - r) ^ P). apply Rmult_le_compat_l; lra.
    rewrite <- Rpow_mult_distr. apply power_bounds. nra. }
  assert (C : 0 < (1 + r) ^ P) by (apply pow_lt; lra).
  assert (Hup : (1 + r) ^ P * (1 - 19 * b) <= 1) by nra.
  assert (r * r <= 19 * b) by nra.
  apply Rle_div_l. nra. replace (1 / ((1 - 19 * b) * (1 - 19 * b)) * (1 - r * r)) with ((1 - r * r) / ((1 - 19 * b) * (1 - 19 * b))) by (field; nra).
  apply Rle_div_r. nra.
  apply Rle_trans with (1 * (1 - 19 * b)); [|lra]. rewrite <- Rmult_assoc. apply Rmult_le_compat_r; lra.
Qed.

Lemma gap_error_vanishes : is_lim_seq gap_error 0.
Proof.
  replace (Finite 0) with (Rbar_mult 19 0) by (simpl; f_equal; ring).
  apply is_lim_seq_scal_l, is_lim_seq_geom. rewrite Rabs_pos_eq; lra.
Qed.

(** R3. For [rho = 0] the gap between four and the ring's threshold is [4 * 2^(-P) (1 + o(1))] as [P] grows. *)
Theorem R3_approach (K : nat -> R) : (forall P, (2 <= P)%nat -> infimum P 0 (K P)) ->
  is_lim_seq (fun P => (4 - K P) / (4 * (1 / 2) ^ P)) 1.
Proof.
  intros HK.
  apply is_lim_seq_le_le_loc with (fun _ => 1) (fun P => 1 / ((1 - gap_error P) * (1 - gap_error P))).
  - assert (E := gap_error_vanishes). apply is_lim_seq_spec in E. destruct (E (mkposreal 1 Rlt_0_1)) as [n Hn]. simpl in Hn.
    exists (n + 6)%nat. intros P HP. assert (He := Hn P ltac:(lia)). rewrite Rminus_0_r in He. apply Rabs_def2 in He.
    destruct (R3_bounds P (K P) ltac:(lia) (HK P ltac:(lia))) as [B1 B2].
    assert (H2 : 0 < 4 * (1 / 2) ^ P) by (apply Rmult_lt_0_compat; [lra | apply pow_lt; lra]).
    assert (G := gap_factor_below P ltac:(lia) ltac:(lra)).
    split. apply Rle_div_r; lra.
    apply Rle_div_l; auto. apply Rle_trans with (1 := B2). rewrite Rmult_comm. apply Rmult_le_compat_r; lra.
  - apply is_lim_seq_const.
  - replace (Finite 1) with (Finite ((fun x => 1 / ((1 - x) * (1 - x))) 0)) by (f_equal; field).
    apply (is_lim_seq_continuous (fun x => 1 / ((1 - x) * (1 - x)))); [|exact gap_error_vanishes].
    apply derivable_continuous_pt. eexists. apply is_derive_Reals. auto_derive; [|reflexivity]. lra.
Qed.

Lemma power_convex n x l : 0 <= x <= 1 -> 0 <= l <= 1 -> (l * x + (1 - l)) ^ n <= l * x ^ n + (1 - l).
Proof.
  intros Hx Hl. induction n as [|n IH]. simpl; lra. simpl pow.
  assert (0 <= x ^ n <= 1). { split. apply pow_le; lra. rewrite <- (pow1 n). apply pow_incr. lra. }
  assert (0 <= l * (1 - l) * ((1 - x) * (1 - x ^ n))) by (repeat apply Rmult_le_pos; lra).
  assert (0 <= l * x + (1 - l)) by nra.
  apply (Rmult_le_compat_l (l * x + (1 - l))) in IH; auto. nra.
Qed.

Lemma geometric_convex P x l : (3 <= P)%nat -> 0 < x < 1 -> 0 < l < 1 ->
  geometric P (l * x + (1 - l)) < l * geometric P x + (1 - l) * INR P.
Proof.
  intros HP Hx Hl. induction HP as [|P HP IH].
  - simpl. assert (0 < l * (1 - l) * ((1 - x) * (1 - x))) by (repeat apply Rmult_lt_0_compat; lra). nra.
  - rewrite S_INR. simpl geometric. assert (B := power_convex P x l ltac:(lra) ltac:(lra)). lra.
Qed.

(** R4, one branch, for [rho = 0]: if [P = 2], [P = 3], or [k >= P] for any [P], at most one [q] of the domain has the value [k]. *)
Theorem R4_one_branch P k q1 q2 : (2 <= P)%nat -> (P <= 3)%nat \/ INR P <= k -> domain 0 q1 -> domain 0 q2 ->
  k = ring_function P 0 q1 -> k = ring_function P 0 q2 -> q1 = q2.
Proof.
  intros HP Hor D1 D2 E1 E2.
  assert (Hk : INR P <= k).
  { destruct Hor as [H3 | H3]; auto. left. rewrite E1. replace (INR P) with (INR P / (1 + 0)) by field.
    apply edge_strict; auto; try lra. assert (INR P <= 3) by (replace 3 with (INR 3) by (simpl; ring); now apply le_INR). lra. }
  rewrite ring_function_quotient in E1, E2 by auto. apply domain_bounds in D1, D2.
  rewrite Rplus_0_r in *.
  assert (G1 : geometric P q1 = k * q1) by (rewrite E1; field; lra).
  assert (G2 : geometric P q2 = k * q2) by (rewrite E2; field; lra).
  clear E1 E2.
  destruct (Nat.eq_dec P 2) as [-> | N]. { simpl in *. nra. }
  assert (Main : forall x y, 0 < x < y -> y < 1 -> geometric P x = k * x -> geometric P y = k * y -> False).
  { intros x y Hx Hy Gx Gy. set (l := (1 - y) / (1 - x)).
    assert (Hl : l * (1 - x) = 1 - y) by (unfold l; field; lra).
    assert (0 < l < 1) by nra.
    assert (B := geometric_convex P x l ltac:(lia) ltac:(lra) ltac:(lra)).
    replace (l * x + (1 - l)) with y in B by lra. rewrite Gx, Gy in B. nra. }
  destruct (Rtotal_order q1 q2) as [H | [H | H]]; auto; exfalso.
  - now apply (Main q1 q2).
  - now apply (Main q2 q1).
Qed.

(** R5, two memories without self-coupling, every [g > 0] and every gain, in units of [theta], from the second dwell on. *)
Theorem R5_recurrence g kappa T alpha n : 0 < g -> run 2 kappa 0 (1 / g) T alpha -> (1 <= n)%nat ->
  g * Z 2 alpha (S n) - 1 = (g * kappa - 1) * (1 - 1 / (g * Z 2 alpha n)).
Proof.
  intros Hg H Hn. assert (E := all_visited 2 kappa 0 (1 / g) T alpha ltac:(lia) H (n - 1)).
  destruct (R1_recurrence 2 kappa 0 (1 / g) T alpha ltac:(lia) H n) as [Q _].
  assert (L := proj2 (not_locked 2 kappa 0 (1 / g) T alpha ltac:(lia) H n)).
  replace (n - 1 + 2)%nat with (S n) in E by lia. replace (S n - 1)%nat with n in E by lia.
  simpl product in E. replace (n - 1 + 1 + 0)%nat with n in E by lia.
  rewrite E, Q. field. lra.
Qed.

(** R5. For every [k > 1] a sequence that starts above the threshold stays above it. *)
Theorem R5_never_collapses k (z : nat -> R) : 1 < k -> 1 < z 0%nat ->
  (forall n, z (S n) - 1 = (k - 1) * (1 - 1 / z n)) -> forall n, 1 < z n.
Proof.
  intros Hk H0 Hz n. induction n as [|n IH]; auto.
  assert (1 / z n < 1) by (apply Rlt_div_l; lra).
  assert (0 < (k - 1) * (1 - 1 / z n)) by (apply Rmult_lt_0_compat; lra). rewrite <- Hz in *. lra.
Qed.

Lemma log_below x : 0 < x -> ln x <= x - 1.
Proof.
  intros Hx. destruct (Req_dec x 1) as [-> | N]. rewrite ln_1; lra.
  assert (H := exp_ineq1 (ln x)). rewrite exp_ln in H by auto.
  assert (ln x <> 0) by (intros E; apply N; rewrite <- (exp_ln x), E, exp_0; auto).
  generalize (H H0). lra.
Qed.

(** R5. For [1 < k < 2] the dwells add up to a finite time, at most [(z_0 - 1)/(2 - k)]. *)
Theorem R5_finite_time k (z : nat -> R) : 1 < k < 2 -> 1 < z 0%nat ->
  (forall n, z (S n) - 1 = (k - 1) * (1 - 1 / z n)) ->
  ex_series (fun n => ln (z n)) /\ Series (fun n => ln (z n)) <= (z 0%nat - 1) / (2 - k).
Proof.
  intros Hk H0 Hz. assert (H1 := R5_never_collapses k z ltac:(lra) H0 Hz).
  assert (B : forall n, 0 <= ln (z n) <= (z 0%nat - 1) * (k - 1) ^ n).
  { intros n. assert (H := H1 n). split. { rewrite <- ln_1. apply ln_le; lra. }
    apply Rle_trans with (z n - 1). apply log_below; lra.
    clear H. induction n as [|n IH]. simpl; lra.
    rewrite Hz. simpl pow. assert (H := H1 n).
    assert (1 - 1 / z n <= z n - 1).
    { replace (z n - 1) with ((1 - 1 / z n) * z n) by (field; lra).
      assert (1 / z n < 1) by (apply Rlt_div_l; lra). nra. }
    apply Rle_trans with ((k - 1) * (z n - 1)). apply Rmult_le_compat_l; lra. nra. }
  assert (G : Rabs (k - 1) < 1) by (rewrite Rabs_pos_eq; lra).
  assert (EG : ex_series (fun n => (z 0%nat - 1) * (k - 1) ^ n)) by (apply (ex_series_scal_l (V := R_NormedModule)); now apply ex_series_geom).
  split.
  - apply (ex_series_le (V := R_CompleteNormedModule)) with (2 := EG). intros n.
    change (norm (ln (z n))) with (Rabs (ln (z n))). rewrite Rabs_pos_eq; apply B.
  - apply Rle_trans with (1 := Series_le _ _ B EG). rewrite Series_scal_l, Series_geom by auto.
    right. field. lra.
Qed.

(** R5, the edge. At [k = 2] the first [n + 1] dwells take [ln (1 + (n + 1)(z_0 - 1))], which has no bound. *)
Theorem R5_edge (z : nat -> R) : 1 < z 0%nat -> (forall n, z (S n) - 1 = 1 - 1 / z n) ->
  forall n, sum_n (fun i => ln (z i)) n = ln (1 + INR (S n) * (z 0%nat - 1)).
Proof.
  intros H0 Hz. assert (P : forall n, 0 < 1 + INR n * (z 0%nat - 1)).
  { intros n. assert (0 <= INR n) by apply pos_INR. nra. }
  assert (E : forall n, z n = (1 + INR (S n) * (z 0%nat - 1)) / (1 + INR n * (z 0%nat - 1))).
  { induction n as [|n IH]. simpl; field; lra.
    assert (A := P n). assert (B := P (S n)). assert (C := Hz n). rewrite IH in C.
    apply Rplus_eq_reg_r with (- 1). change (z (S n) - 1 = (1 + INR (S (S n)) * (z 0%nat - 1)) / (1 + INR (S n) * (z 0%nat - 1)) - 1).
    rewrite C. rewrite (S_INR (S n)), (S_INR n) in *. field. lra. }
  intros n. induction n as [|n IH].
  - rewrite sum_O. f_equal. simpl. ring.
  - rewrite sum_Sn, IH. change plus with Rplus. rewrite (E (S n)).
    unfold Rdiv. rewrite ln_mult, ln_Rinv by auto using Rinv_0_lt_compat. apply Rplus_minus.
Qed.

(** The saliencies in units of [theta], from [z0] on. *)
Fixpoint zeno (k z0 : R) (n : nat) : R := match n with O => z0 | S m => 1 + (k - 1) * (1 - 1 / zeno k z0 m) end.

Lemma zeno_step k z0 n : zeno k z0 (S n) - 1 = (k - 1) * (1 - 1 / zeno k z0 n).
Proof. simpl. ring. Qed.

Lemma zeno_run g kappa z0 : 0 < g -> 1 < g * kappa -> 1 < z0 ->
  exists alpha, run 2 kappa 0 (1 / g) (fun n => ln (zeno (g * kappa) z0 n)) alpha /\ g * Z 2 alpha 0 = z0.
Proof.
  intros Hg Hk H0. set (z := zeno (g * kappa) z0).
  assert (H1 : forall n, 1 < z n) by (apply (R5_never_collapses (g * kappa)); auto; apply zeno_step).
  assert (Hexp : forall n, exp (- ln (z n)) = / z n) by (intros n; rewrite exp_Ropp, exp_ln; auto; generalize (H1 n); lra).
  exists (fun n mu t => if (mu =? n mod 2)%nat then z n / g * exp (- t) else kappa + (1 / g - kappa) * exp (- t)).
  split; [constructor; [intros n; constructor | | |] |].
  - rewrite <- ln_1. apply ln_increasing; auto; lra.
  - intros mu t Hmu Ht. unfold drive. rewrite next_mod by auto.
    assert (B := Nat.mod_upper_bound n 2 ltac:(lia)).
    destruct (Nat.eqb_spec mu (n mod 2)). auto_derive; auto; ring.
    replace (mu =? (if S (n mod 2) =? 2 then 0 else S (n mod 2)))%nat with true.
    auto_derive; auto; ring.
    symmetry. apply Nat.eqb_eq. destruct (Nat.eqb_spec (S (n mod 2)) 2); lia.
  - rewrite Nat.eqb_refl, Hexp. field. generalize (H1 n); lra.
  - intros n mu Hmu. change (z (S n)) with (1 + (g * kappa - 1) * (1 - 1 / z n)).
    rewrite <- (Nat.add_1_r n), next_mod, Hexp, Ropp_0, exp_0 by auto.
    assert (B := Nat.mod_upper_bound n 2 ltac:(lia)). assert (C := H1 n).
    destruct (Nat.eqb_spec (S (n mod 2)) 2); repeat match goal with |- context [Nat.eqb ?a ?b] => destruct (Nat.eqb_spec a b) end; try lia;
      field; lra.
  - intros n. rewrite Nat.eqb_refl, Ropp_0, exp_0, Rmult_1_r. apply Rmult_lt_compat_r; auto. now apply Rinv_0_lt_compat.
  - intros n mu Hmu N0 N1. exfalso. rewrite next_mod in N1 by auto. assert (B := Nat.mod_upper_bound n 2 ltac:(lia)).
    destruct (Nat.eqb_spec (S (n mod 2)) 2); lia.
  - unfold Z. rewrite Nat.eqb_refl, Ropp_0, exp_0. change (z 0%nat) with z0. field. lra.
Qed.

(** R5, that it happens. For [1 < g kappa < 2] and every first saliency above the threshold there is an endless run of two memories
    that takes a finite time. *)
Theorem R5_accumulation g kappa z0 : 0 < g -> 1 < g * kappa < 2 -> 1 < z0 ->
  exists T alpha, run 2 kappa 0 (1 / g) T alpha /\ g * Z 2 alpha 0 = z0 /\
    ex_series T /\ Series T <= (z0 - 1) / (2 - g * kappa).
Proof.
  intros Hg Hk H0. destruct (zeno_run g kappa z0) as (alpha & Hrun & E); auto; try lra.
  exists (fun n => ln (zeno (g * kappa) z0 n)), alpha. split; [| split]; auto.
  apply (R5_finite_time (g * kappa) (zeno (g * kappa) z0)); auto; apply zeno_step.
Qed.

(** R5, the first transition, from any saliency of the other memory: it collapses if and only if
    [k (1 - 1/z) + g r/z <= 1]. *)
Theorem R5_first_transition g kappa T alpha : 0 < g -> dwell 2 kappa 0 (1 / g) 0 T alpha -> 1 / g < alpha 0%nat 0 ->
  (g * alpha 1%nat T <= 1 <-> g * kappa * (1 - 1 / (g * alpha 0%nat 0)) + g * alpha 1%nat 0 / (g * alpha 0%nat 0) <= 1).
Proof.
  intros Hg D H0. assert (HT := positive_dwell _ _ _ _ _ _ _ D).
  assert (0 < 1 / g) by (apply Rdiv_lt_0_compat; lra).
  assert (E0 := linear_flow (alpha 0%nat) (kappa * 0) T ltac:(lra) (fun t Ht => equations _ _ _ _ _ _ _ D 0%nat t ltac:(lia) Ht)).
  assert (E1 := linear_flow (alpha 1%nat) (kappa * 1) T ltac:(lra) (fun t Ht => equations _ _ _ _ _ _ _ D 1%nat t ltac:(lia) Ht)).
  assert (L := lost _ _ _ _ _ _ _ D). simpl in L. rewrite L in E0.
  assert (Q : exp (- T) = 1 / (g * alpha 0%nat 0)).
  { apply Rmult_eq_reg_r with (alpha 0%nat 0); [|lra]. replace (1 / (g * alpha 0%nat 0) * alpha 0%nat 0) with (1 / g) by (field; lra). lra. }
  rewrite E1, Q.
  replace (g * (kappa * 1 + (alpha 1%nat 0 - kappa * 1) * (1 / (g * alpha 0%nat 0))))
    with (g * kappa * (1 - 1 / (g * alpha 0%nat 0)) + g * alpha 1%nat 0 / (g * alpha 0%nat 0)) by (field; lra).
  reflexivity.
Qed.

Lemma nonnegative P kappa theta T alpha n mu : (2 <= P)%nat -> 0 < kappa -> run P kappa 0 theta T alpha ->
  (forall nu, (nu < P)%nat -> 0 <= alpha 0%nat nu 0) -> (mu < P)%nat -> 0 <= alpha n mu 0.
Proof.
  intros HP Hk H H0. revert mu. induction n as [|n IH]; intros mu Hmu; auto.
  rewrite (one_dwell P kappa 0 theta T alpha H) by auto.
  assert (Q := decay_positive _ _ _ _ _ _ H n). assert (A := IH mu Hmu).
  assert (0 <= drive P 0 n mu) by (unfold drive; destruct (mu =? n mod P); [lra | destruct (mu =? (n + 1) mod P); lra]).
  assert (0 <= kappa * drive P 0 n mu) by (apply Rmult_le_pos; lra). nra.
Qed.

(** R6. For every [P >= 2], [kappa > 0], [rho = 0], unit slope and first saliencies that are not negative, the next saliency is at
    least the chain's. *)
Theorem R6_above_the_chain P kappa T alpha n : (2 <= P)%nat -> 0 < kappa -> run P kappa 0 1 T alpha ->
  (forall nu, (nu < P)%nat -> 0 <= alpha 0%nat nu 0) -> kappa * (1 - 1 / Z P alpha n) <= Z P alpha (S n).
Proof.
  intros HP Hk H H0. destruct (R1_recurrence _ _ _ _ _ _ HP H n) as (E1 & E2 & _).
  rewrite E2. assert (Q := decay_positive _ _ _ _ _ _ H n).
  assert (A := nonnegative _ _ _ _ _ n ((n + 1) mod P) HP Hk H H0 ltac:(apply Nat.mod_upper_bound; lia)).
  rewrite E1, Rmult_0_r, !Rminus_0_r in *. nra.
Qed.

(** R6. Once every memory has been visited it is above the chain's, strictly. *)
Theorem R6_strictly_above_the_chain P kappa T alpha m : (2 <= P)%nat -> run P kappa 0 1 T alpha ->
  kappa * (1 - 1 / Z P alpha (m + P - 1)) < Z P alpha (m + P).
Proof.
  intros HP H. rewrite (R1_product P kappa 0 1 T alpha) by auto.
  assert (0 < product (fun j => 1 / Z P alpha (m + 1 + j)) (P - 1)); [|lra].
  induction (P - 1)%nat; simpl. lra. apply Rmult_lt_0_compat; auto.
  apply Rdiv_lt_0_compat. lra. generalize (exists_on_entry _ _ _ _ _ _ H (m + 1 + n)). unfold Z. lra.
Qed.

(** [Z_-], the chain's unstable fixed point. *)
Definition lower_fixed_point (kappa : R) : R := (kappa - sqrt (kappa * kappa - 4 * kappa)) / 2.

(** R6, sufficient. For [kappa >= 4] a sequence that starts at [Z_-] or above and lies on or above the chain's map stays there. *)
Theorem R6_sustains kappa (z : nat -> R) : 4 <= kappa -> lower_fixed_point kappa <= z 0%nat ->
  (forall n, kappa * (1 - 1 / z n) <= z (S n)) -> forall n, 1 < lower_fixed_point kappa <= z n.
Proof.
  intros Hk H0 Hz. unfold lower_fixed_point in *.
  assert (Hs := sqrt_pos (kappa * kappa - 4 * kappa)).
  assert (Hq : sqrt (kappa * kappa - 4 * kappa) * sqrt (kappa * kappa - 4 * kappa) = kappa * kappa - 4 * kappa) by (apply sqrt_sqrt; nra).
  set (r := sqrt (kappa * kappa - 4 * kappa)) in *. set (c := (kappa - r) / 2) in *.
  assert (Hc : c * c = kappa * (c - 1)) by (unfold c; nra).
  assert (1 < c) by (unfold c; nra).
  intros n. split; auto. induction n as [|n IH]; auto.
  apply Rle_trans with (2 := Hz n). replace c with (kappa * (1 - 1 / c)).
  - apply Rmult_le_compat_l. lra. assert (1 / z n <= 1 / c); [|lra].
    apply Rmult_le_compat_l. lra. apply Rinv_le_contravar; lra.
  - apply Rmult_eq_reg_r with c; [|lra]. rewrite Hc. field. lra.
Qed.

(** R6, sufficient. For every [P >= 2] and [g > 0] there is a cycle at every gain with [g kappa >= 4]. *)
Theorem R6_sufficient P g kappa : (2 <= P)%nat -> 0 < g -> 4 <= g * kappa -> exists q, cycle P g kappa 0 q.
Proof.
  intros HP Hg Hk. assert (0 < (1 / 2) ^ P) by (apply pow_lt; lra).
  destruct (reached P 0 (g * kappa) (1 / 2)) as (q & D & _ & E); auto using half_in_domain; try lra.
  { rewrite ring_function_half. lra. }
  exists q. apply R2_equivalence; auto; try lra.
  - apply Rnot_le_lt; intros Hl. nra.
  - split; [exact D | split; [lra | exact E]].
Qed.

(** R6, not necessary. For every [P >= 2] and [g > 0] there is a cycle at some gain with [g kappa < 4]. *)
Theorem R6_not_necessary P g : (2 <= P)%nat -> 0 < g -> exists kappa, 0 < g * kappa < 4 /\ exists q, cycle P g kappa 0 q.
Proof.
  intros HP Hg. assert (B := power_below_one (1 / 2) P ltac:(lia) ltac:(lra)).
  exists ((4 - 4 * (1 / 2) ^ P) / g). replace (g * ((4 - 4 * (1 / 2) ^ P) / g)) with (4 - 4 * (1 / 2) ^ P) by (field; lra).
  split. lra. exists (1 / 2). apply R2_equivalence; auto; try lra.
  - apply Rdiv_lt_0_compat; lra.
  - split. apply half_in_domain. split. lra. rewrite ring_function_half. field. lra.
Qed.
