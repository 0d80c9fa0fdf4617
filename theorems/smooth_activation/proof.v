(** * Smooth activations: A1 to A4 and A7, proved for all real parameters

    The definitions below are those of [statement.md], in its symbols. An activation is [Psi (g x)] with [Psi] of unit slope; time is
    counted in units of [tau_u]. The theorems start from the equations of one dwell in the singular limit, on the chain and without
    self-coupling; that these describe the network is the hypothesis of the statement and is not proved here.
    What is assumed of [Psi] is a hypothesis of each theorem ([admissible], [smooth]). HardTanh, tanh and the algebraic sigmoid are shown
    to satisfy it, so no theorem is empty.

    Left out: A5, A6
    (asymptotic laws). Of A3, the minimum over [s_e] and its numerical values. *)

From Coq Require Import Reals Ranalysis5 Lra.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** An admissible activation: odd, non-decreasing, concave for [x > 0], bounded by one, with unit slope at the origin. It need not be
    smooth anywhere else. *)
Record admissible (Psi : R -> R) : Prop := {
  odd : forall x, Psi (- x) = - Psi x;
  non_decreasing : forall x y, x <= y -> Psi x <= Psi y;
  concave : forall x y l, 0 <= x -> 0 <= y -> 0 <= l <= 1 ->
    l * Psi x + (1 - l) * Psi y <= Psi (l * x + (1 - l) * y);
  bounded_by_one : forall x, Psi x <= 1;
  unit_slope : is_derive Psi 0 1 }.

(** HardTanh, with unit slope: [clip x (-1) 1]. *)
Definition hard_tanh (x : R) : R := Rmax (-1) (Rmin x 1).

(** Saliency of the retrieved memory at time [t], from [Z] on entry: nothing drives it. *)
Definition saliency (Z t : R) : R := Z * exp (- t).

(** The memory of saliency [alpha] exists at [s > 0], in reduced units: [b s = g alpha] with [b s = s / Psi s] (claim M1). *)
Definition equilibrium (Psi : R -> R) (g alpha s : R) : Prop := 0 < s /\ s = g * alpha * Psi s.

(** One dwell of length [T]: the memory is retrieved at [s t] from the time of entry up to [T]; its successor starts from saliency zero
    and is driven by the memory's output. *)
Record dwell (Psi : R -> R) (g kappa Z T : R) (s alpha_next : R -> R) : Prop := {
  positive_dwell : 0 < T;
  retrieved : forall t, 0 <= t < T -> equilibrium Psi g (saliency Z t) (s t);
  starts_from_zero : alpha_next 0 = 0;
  driven : forall t, 0 < t < T -> is_derive alpha_next t (- alpha_next t + kappa * Psi (s t));
  no_jump : forall t, 0 <= t <= T -> continuity_pt alpha_next t }.

(** The memory is stable during the dwell: its successor's direction does not grow (claim M2), wherever [Psi] has a slope. *)
Definition stable (Psi : R -> R) (g T : R) (s alpha_next : R -> R) : Prop :=
  forall t slope, 0 <= t < T -> is_derive Psi (s t) slope -> g * slope * alpha_next t < 1.

(** At [T] the memory still exists, at [s_e], and is lost to its successor's direction: claim A1's condition. *)
Definition destabilised (Psi : R -> R) (g Z T : R) (alpha_next : R -> R) : Prop :=
  exists s_e slope, equilibrium Psi g (saliency Z T) s_e /\ is_derive Psi s_e slope /\ g * slope * alpha_next T = 1.

(** After [T] the memory does not exist. *)
Definition ceases_to_exist (Psi : R -> R) (g Z T : R) : Prop :=
  forall t s, T < t -> ~ equilibrium Psi g (saliency Z t) s.

(** A memory entered with saliency [Z] is retrieved, is stable, and is lost in one of the two ways; its successor then has saliency [Z'].
    That the successor is a memory too is said by the dwell that follows, which starts from [Z']. *)
Definition handover (Psi : R -> R) (g kappa Z Z' : R) : Prop :=
  exists T s alpha_next, dwell Psi g kappa Z T s alpha_next /\ stable Psi g T s alpha_next /\
    (destabilised Psi g Z T alpha_next \/ ceases_to_exist Psi g Z T) /\ alpha_next T = Z'.

(** An endless sequence of handovers. *)
Definition self_sustained (Psi : R -> R) (g kappa : R) : Prop :=
  exists Z : nat -> R, forall n, handover Psi g kappa (Z n) (Z (S n)).

Lemma zero_at_zero Psi : admissible Psi -> Psi 0 = 0.
Proof. intros A. generalize (odd _ A 0). rewrite Ropp_0. lra. Qed.

Lemma near_zero Psi e s : admissible Psi -> 0 < e -> 0 < s -> exists h, 0 < h <= s /\ - (e * h) <= Psi h - h <= e * h.
Proof.
  intros A He Hs. destruct (unit_slope _ A) as [_ Hd].
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
  rewrite (zero_at_zero _ A), (Rabs_pos_eq (h - 0)) by lra.
  intros Hb. apply Rabs_le_between in Hb. lra.
Qed.

Lemma positive Psi s : admissible Psi -> 0 < s -> 0 < Psi s.
Proof.
  intros A Hs. destruct (near_zero Psi (1 / 2) s A) as [h [Hh Hb]]; try lra.
  generalize (non_decreasing _ A h s). lra.
Qed.

(** A concave function stays below its tangent at the origin. *)
Lemma below_identity Psi s : admissible Psi -> 0 < s -> Psi s <= s.
Proof.
  intros A Hs. apply Rnot_lt_le; intros Hlt.
  destruct (near_zero Psi ((Psi s - s) / (2 * s)) s A) as [h [Hh Hb]]; auto.
  { apply Rdiv_lt_0_compat; lra. }
  assert (Hl : 0 <= h / s <= 1).
  { split. apply Rdiv_le_0_compat; lra. apply Rmult_le_reg_r with s; try lra. field_simplify; lra. }
  assert (Hc := concave _ A s 0 (h / s) ltac:(lra) ltac:(lra) Hl).
  rewrite (zero_at_zero _ A) in Hc. replace (h / s * s + (1 - h / s) * 0) with h in Hc by (field; lra).
  assert (0 < h / s) by (apply Rdiv_lt_0_compat; lra).
  replace ((Psi s - s) / (2 * s) * h) with (h / s * (Psi s - s) / 2) in Hb by (field; lra).
  replace (Psi h - h) with (Psi h - h / s * s) in Hb by (field; lra). nra.
Qed.

Lemma equilibrium_needs_saliency Psi g alpha s : admissible Psi -> 0 < g -> 0 < alpha -> equilibrium Psi g alpha s -> 1 <= g * alpha.
Proof.
  intros A Hg Ha [Hs He]. assert (B := below_identity _ _ A Hs).
  assert (0 < g * alpha) by (apply Rmult_lt_0_compat; lra).
  apply Rnot_lt_le; intros Hlt. nra.
Qed.

Lemma equilibrium_positive_saliency Psi g alpha s : admissible Psi -> 0 < g -> equilibrium Psi g alpha s -> 0 < alpha.
Proof.
  intros A Hg [Hs He].
  assert (P := positive _ _ A Hs).
  apply Rnot_le_lt; intros Hle. assert (g * alpha <= 0) by nra. nra.
Qed.

Lemma dwell_positive Psi g kappa Z T s a : admissible Psi -> 0 < g -> dwell Psi g kappa Z T s a -> 0 < Z.
Proof.
  intros A Hg D. assert (H := retrieved _ _ _ _ _ _ _ D 0 ltac:(generalize (positive_dwell _ _ _ _ _ _ _ D); lra)).
  apply equilibrium_positive_saliency in H; auto. unfold saliency in H. rewrite Ropp_0, exp_0 in H. lra.
Qed.

(* the dwell ends no later than the memory's existence *)

(** The memory is lost no later than at its existence threshold: [1 <= g Z e^(-T)]. *)
Lemma dwell_bound Psi g kappa Z T s a : admissible Psi -> 0 < g -> dwell Psi g kappa Z T s a -> 1 <= g * Z * exp (- T) .
Proof.
  intros A Hg D. assert (HZ := dwell_positive _ _ _ _ _ _ _ A Hg D).
  assert (HT := positive_dwell _ _ _ _ _ _ _ D).
  apply Rnot_lt_le; intros Hlt.
  assert (0 < g * Z) by (apply Rmult_lt_0_compat; lra).
  assert (H0 : 1 <= g * Z).
  { assert (H0 := retrieved _ _ _ _ _ _ _ D 0 ltac:(lra)).
    apply equilibrium_needs_saliency in H0; auto; unfold saliency in *; rewrite Ropp_0, exp_0, Rmult_1_r in *; auto. }
  assert (HL : ln (g * Z) < T).
  { apply exp_lt_inv. rewrite exp_ln by lra.
    apply Rmult_lt_reg_r with (exp (- T)). apply exp_pos.
    rewrite <- exp_plus, Rplus_opp_r, exp_0. lra. }
  assert (0 <= ln (g * Z)) by (rewrite <- ln_1; apply ln_le; lra).
  set (t := (ln (g * Z) + T) / 2).
  assert (H2 := retrieved _ _ _ _ _ _ _ D t ltac:(unfold t; lra)).
  apply equilibrium_needs_saliency in H2; auto; unfold saliency in *.
  - assert (g * (Z * exp (- t)) < 1); try lra.
    replace (g * (Z * exp (- t))) with (exp (ln (g * Z) + - t)).
    rewrite <- exp_0. apply exp_increasing. unfold t. lra.
    rewrite exp_plus, exp_ln; lra.
  - apply Rmult_lt_0_compat; auto using exp_pos.
Qed.

(** A bounded output drives the successor no further than HardTanh does. *)
Lemma driven_bound Psi g kappa Z T s a : admissible Psi -> 0 <= kappa -> dwell Psi g kappa Z T s a -> a T <= kappa * (1 - exp (- T)).
Proof.
  intros A Hk D. assert (HT := positive_dwell _ _ _ _ _ _ _ D).
  destruct (MVT_gen (fun t => exp t * (a t - kappa)) 0 T (fun t => exp t * kappa * (Psi (s t) - 1))) as [c [Hc E]].
  - rewrite Rmin_left, Rmax_right by lra. intros t Ht.
    assert (Hd := driven _ _ _ _ _ _ _ D t Ht).
    auto_derive. now exists (- a t + kappa * Psi (s t)).
    replace (Derive _ t) with (- a t + kappa * Psi (s t)) by (symmetry; exact (is_derive_unique _ _ _ Hd)). ring.
  - rewrite Rmin_left, Rmax_right by lra. intros t Ht.
    apply continuity_pt_mult. apply derivable_continuous_pt, derivable_pt_exp.
    apply continuity_pt_minus. apply (no_jump _ _ _ _ _ _ _ D t Ht).
    apply continuity_pt_const. intros ? ?; reflexivity.
  - rewrite (starts_from_zero _ _ _ _ _ _ _ D), exp_0 in E.
    assert (exp c * kappa * (Psi (s c) - 1) * (T - 0) <= 0).
    { assert (B := bounded_by_one _ A (s c)). assert (P := exp_pos c).
      assert (0 <= exp c * kappa) by (apply Rmult_le_pos; lra).
      generalize (Rmult_le_pos _ (1 - Psi (s c)) H ltac:(lra)). nra. }
    assert (P := exp_pos (- T)).
    assert (I : exp (- T) * exp T = 1) by (rewrite <- exp_plus, Rplus_opp_l; apply exp_0).
    assert (exp (- T) * (exp T * (a T - kappa)) <= exp (- T) * (- kappa)) by (apply Rmult_le_compat_l; lra).
    rewrite <- Rmult_assoc, I in H0. lra.
Qed.

(** A7, the step. For every admissible activation, every slope [g > 0] and every gain [kappa >= 0]: a memory that is handed over was
    entered above the threshold, [1 < g Z], and the next one is entered with at most HardTanh's [Z' = kappa (1 - 1/(g Z))]. How the
    memory is lost does not matter. *)
Theorem A7_handover_bound Psi g kappa Z Z' :
  admissible Psi -> 0 < g -> 0 <= kappa -> handover Psi g kappa Z Z' ->
  1 < g * Z /\ Z' <= kappa * (1 - 1 / (g * Z)).
Proof.
  intros A Hg Hk (T & s & a & D & _ & _ & <-).
  assert (HT := positive_dwell _ _ _ _ _ _ _ D).
  assert (B := dwell_bound _ _ _ _ _ _ _ A Hg D).
  assert (E : 0 < exp (- T) < 1).
  { split. apply exp_pos. rewrite <- exp_0. apply exp_increasing. lra. }
  assert (HZ := dwell_positive _ _ _ _ _ _ _ A Hg D).
  assert (0 < g * Z) by (apply Rmult_lt_0_compat; lra).
  split. nra.
  apply Rle_trans with (1 := driven_bound _ _ _ _ _ _ _ A Hk D).
  apply Rmult_le_compat_l; auto.
  assert (1 / (g * Z) <= exp (- T)); try lra.
  apply Rmult_le_reg_l with (g * Z); auto. field_simplify; lra.
Qed.

(** Below four a sequence that stays under HardTanh's map loses at least a fixed amount in every step (claim C2). *)
Lemma weakening k (z : nat -> R) : 0 < k < 4 -> (forall n, 1 < z n) ->
  (forall n, z (S n) <= k * (1 - 1 / z n)) -> False.
Proof.
  intros Hk H1 H2.
  set (d := (k - k * k / 4) / z 0%nat).
  assert (Hd : 0 < d).
  { apply Rdiv_lt_0_compat. nra. generalize (H1 0%nat); lra. }
  assert (H : forall n, z n <= z 0%nat - INR n * d).
  { induction n. simpl; lra. rewrite S_INR.
    assert (Hz := H1 n). assert (Hi := H2 n).
    assert (0 <= INR n * d) by (apply Rmult_le_pos; [apply pos_INR | lra]).
    assert (d <= (k - k * k / 4) / z n).
    { apply Rmult_le_compat_l. nra. apply Rinv_le_contravar; lra. }
    assert (k * (1 - 1 / z n) <= z n - (k - k * k / 4) / z n).
    { assert (0 <= (z n - k / 2) ^ 2 / z n) by (apply Rdiv_le_0_compat; [apply pow2_ge_0 | lra]).
      replace (k * (1 - 1 / z n)) with (z n - (k - k * k / 4) / z n - (z n - k / 2) ^ 2 / z n) by (field; lra). lra. }
    lra. }
  destruct (nfloor_ex (z 0%nat / d)) as [n Hn].
  { apply Rdiv_le_0_compat; auto. generalize (H1 0%nat); lra. }
  assert (B := H (S n)). rewrite S_INR in B. assert (P := H1 (S n)).
  assert (z 0%nat < (INR n + 1) * d).
  { apply Rmult_lt_reg_r with (/ d). now apply Rinv_0_lt_compat.
    unfold Rdiv in Hn. rewrite Rmult_assoc, Rinv_r by lra. lra. }
  lra.
Qed.

(** A7. For every admissible activation, every slope [g > 0] and every gain [kappa > 0]: a self-sustained sequence needs
    [g kappa >= 4]. *)
Theorem A7_universal_bound Psi g kappa :
  admissible Psi -> 0 < g -> 0 < kappa -> self_sustained Psi g kappa -> 4 <= g * kappa.
Proof.
  intros A Hg Hk [Z H]. apply Rnot_lt_le; intros Hlt.
  assert (B : forall n, 1 < g * Z n /\ Z (S n) <= kappa * (1 - 1 / (g * Z n)))
    by (intros n; apply (A7_handover_bound Psi); auto; lra).
  apply (weakening (g * kappa) (fun n => g * Z n)); try nra.
  - intros n. apply B.
  - intros n. rewrite Rmult_assoc. apply Rmult_le_compat_l. lra. apply B.
Qed.

Lemma hard_tanh_admissible : admissible hard_tanh.
Proof.
  split; unfold hard_tanh.
  - intros x. unfold Rmax, Rmin. repeat destruct Rle_dec; lra.
  - intros x y H. unfold Rmax, Rmin. repeat destruct Rle_dec; lra.
  - intros x y l Hx Hy Hl. rewrite !Rmax_right.
    + assert (Hx1 := Rmin_l x 1). assert (Hx2 := Rmin_r x 1).
      assert (Hy1 := Rmin_l y 1). assert (Hy2 := Rmin_r y 1).
      apply Rmin_glb; nra.
    + apply Rmin_glb; nra.
    + apply Rmin_glb; lra.
    + apply Rmin_glb; lra.
  - intros x. apply Rmax_lub. lra. apply Rmin_r.
  - apply is_derive_ext_loc with (fun x => x).
    + exists (mkposreal 1 Rlt_0_1). intros y Hy.
      change (Rabs (y - 0) < 1) in Hy. apply Rabs_def2 in Hy.
      unfold Rmax, Rmin. repeat destruct Rle_dec; lra.
    + auto_derive; auto.
Qed.

Lemma hard_tanh_saturated s : 1 <= s -> hard_tanh s = 1.
Proof. intros. unfold hard_tanh. rewrite Rmin_right, Rmax_right; lra. Qed.

Lemma hard_tanh_flat s slope : 1 < s -> is_derive hard_tanh s slope -> slope = 0.
Proof.
  intros H D. apply is_derive_unique in D. rewrite <- D. apply is_derive_unique.
  apply is_derive_ext_loc with (fun _ => 1).
  - assert (P : 0 < s - 1) by lra. exists (mkposreal _ P). intros y Hy.
    change (Rabs (y - s) < s - 1) in Hy. apply Rabs_def2 in Hy. symmetry. apply hard_tanh_saturated. lra.
  - auto_derive; auto.
Qed.

(** A7, equality. With HardTanh a self-sustained sequence exists if and only if [g kappa >= 4], for every [g, kappa > 0]: the bound is
    the best one for the class. *)
Theorem A7_equality g kappa : 0 < g -> 0 < kappa -> self_sustained hard_tanh g kappa <-> 4 <= g * kappa.
Proof.
  intros Hg Hk. split.
  - apply A7_universal_bound; auto using hard_tanh_admissible.
  - intros H4. set (k := g * kappa) in *.
    set (z := (k + sqrt (k * k - 4 * k)) / 2).
    assert (Hs := sqrt_pos (k * k - 4 * k)).
    assert (Hq : sqrt (k * k - 4 * k) * sqrt (k * k - 4 * k) = k * k - 4 * k) by (apply sqrt_sqrt; nra).
    assert (Hz : z * z = k * (z - 1)) by (unfold z; nra).
    assert (Hz2 : 2 <= z) by (unfold z; nra).
    assert (Hexp : exp (- ln z) = / z) by (rewrite exp_Ropp, exp_ln; lra).
    assert (Hsat : forall t, t <= ln z -> 1 <= z * exp (- t)).
    { intros t Ht. replace 1 with (z * exp (- ln z)) by (rewrite Hexp; field; lra).
      apply Rmult_le_compat_l. lra. destruct Ht as [Ht | Ht]. left; apply exp_increasing; lra. right; f_equal; lra. }
    exists (fun _ => z / g). intros _.
    exists (ln z), (fun t => z * exp (- t)), (fun t => kappa * (1 - exp (- t))).
    assert (Hl : 0 < ln z) by (rewrite <- ln_1; apply ln_increasing; lra).
    split; [constructor | split; [| split]].
    + exact Hl.
    + intros t Ht. split. apply Rmult_lt_0_compat. lra. apply exp_pos.
      rewrite hard_tanh_saturated by (apply Hsat; lra). unfold saliency. field; lra.
    + rewrite Ropp_0, exp_0. ring.
    + intros t Ht. rewrite hard_tanh_saturated by (apply Hsat; lra). auto_derive; auto. ring.
    + intros t Ht. apply derivable_continuous_pt. reg.
    + intros t slope Ht D. apply hard_tanh_flat in D. subst; lra.
      replace 1 with (z * exp (- ln z)) by (rewrite Hexp; field; lra).
      apply Rmult_lt_compat_l. lra. apply exp_increasing. lra.
    + right. intros t s Ht E. assert (P := exp_pos (- t)).
      assert (H0 : 0 < saliency (z / g) t) by (apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat; lra | auto]).
      apply equilibrium_needs_saliency in E; auto using hard_tanh_admissible; unfold saliency in *.
      assert (exp (- t) < exp (- ln z)) by (apply exp_increasing; lra).
      replace (g * (z / g * exp (- t))) with (z * exp (- t)) in E by (field; lra).
      assert (H2 : z * exp (- t) < z * exp (- ln z)) by (apply Rmult_lt_compat_l; lra).
      rewrite Hexp, Rinv_r in H2 by lra. lra.
    + rewrite Hexp. apply Rmult_eq_reg_l with (g * z); [|apply Rgt_not_eq, Rmult_lt_0_compat; lra].
      replace (g * z * (kappa * (1 - / z))) with (k * (z - 1)) by (unfold k; field; lra).
      rewrite <- Hz. field; lra.
Qed.

(** A smooth activation, for [s > 0]: [dPsi] is the slope of [Psi] and is continuous, and [Psi] is strictly concave, of which
    only [s Psi' < Psi] is used. *)
Record smooth (Psi dPsi : R -> R) : Prop := {
  derivative : forall s, 0 < s -> is_derive Psi s (dPsi s);
  continuous_derivative : forall s, 0 < s -> continuity_pt dPsi s;
  strictly_concave : forall s, 0 < s -> s * dPsi s < Psi s }.

(** The reduced saliency of the memory that is retrieved at [s]. *)
Definition b (Psi : R -> R) (s : R) : R := s / Psi s.

(** What A2 integrates. *)
Definition integrand (Psi dPsi : R -> R) (s : R) : R := Psi s ^ 2 / s ^ 2 - Psi s * dPsi s / s.

(** The integral of A2. *)
Definition I (Psi dPsi : R -> R) (s_e s_Z : R) : R := RInt (integrand Psi dPsi) s_e s_Z.

Lemma b_derivative Psi dPsi s : admissible Psi -> smooth Psi dPsi -> 0 < s -> is_derive (b Psi) s ((Psi s - s * dPsi s) / Psi s ^ 2).
Proof.
  intros A S Hs. assert (P := positive _ _ A Hs). assert (D := derivative _ _ S s Hs). unfold b.
  auto_derive. split. now exists (dPsi s). lra.
  replace (Derive _ s) with (dPsi s) by (symmetry; exact (is_derive_unique _ _ _ D)). field. lra.
Qed.

Lemma b_increasing Psi dPsi x y : admissible Psi -> smooth Psi dPsi -> 0 < x < y -> b Psi x < b Psi y.
Proof.
  intros A S H.
  destruct (MVT_gen (b Psi) x y (fun s => (Psi s - s * dPsi s) / Psi s ^ 2)) as [c [Hc E]];
    rewrite Rmin_left, Rmax_right in * by lra.
  - intros s Hs. apply b_derivative; auto; lra.
  - intros s Hs. apply derivable_continuous_pt. eexists. apply is_derive_Reals. apply (b_derivative _ dPsi); auto. lra.
  - assert (0 < (Psi c - c * dPsi c) / Psi c ^ 2).
    { apply Rdiv_lt_0_compat. generalize (strictly_concave _ _ S c); lra. apply pow_lt, positive; auto; lra. }
    assert (0 < (Psi c - c * dPsi c) / Psi c ^ 2 * (y - x)) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

Lemma b_reflects Psi dPsi x y : admissible Psi -> smooth Psi dPsi -> 0 < x -> 0 < y -> b Psi x < b Psi y -> x < y.
Proof.
  intros A S Hx Hy H. apply Rnot_le_lt; intros [Hl | ->]; [|lra].
  generalize (b_increasing _ _ y x A S). lra.
Qed.

Lemma b_injective Psi dPsi x y : admissible Psi -> smooth Psi dPsi -> 0 < x -> 0 < y -> b Psi x = b Psi y -> x = y.
Proof.
  intros A S Hx Hy H. destruct (Rtotal_order x y) as [Hl | [E | Hl]]; auto.
  - generalize (b_increasing _ _ x y A S). lra.
  - generalize (b_increasing _ _ y x A S). lra.
Qed.

Lemma b_above_one Psi dPsi s : admissible Psi -> smooth Psi dPsi -> 0 < s -> 1 < b Psi s.
Proof.
  intros A S Hs. apply Rle_lt_trans with (b Psi (s / 2)).
  - assert (P := positive _ (s / 2) A ltac:(lra)). assert (B := below_identity _ (s / 2) A ltac:(lra)).
    unfold b. apply Rmult_le_reg_r with (Psi (s / 2)); auto. field_simplify; lra.
  - apply (b_increasing _ dPsi); auto; lra.
Qed.

Lemma equilibrium_b Psi g alpha s : admissible Psi -> equilibrium Psi g alpha s <-> 0 < s /\ b Psi s = g * alpha.
Proof.
  intros A. unfold equilibrium, b. split; intros [Hs E]; split; auto; assert (P := positive _ _ A Hs).
  - apply Rmult_eq_reg_r with (Psi s); try lra. field_simplify; lra.
  - rewrite <- E. field. lra.
Qed.

Lemma integrand_continuous Psi dPsi s : admissible Psi -> smooth Psi dPsi -> 0 < s -> continuous (integrand Psi dPsi) s.
Proof.
  intros A S Hs. apply continuity_pt_filterlim.
  assert (C : continuity_pt Psi s).
  { apply derivable_continuous_pt. exists (dPsi s). apply is_derive_Reals, (derivative _ _ S s Hs). }
  assert (C' := continuous_derivative _ _ S s Hs).
  assert (Ci : continuity_pt (fun x => x) s) by apply derivable_continuous_pt, derivable_pt_id.
  assert (C2 : forall f, continuity_pt f s -> continuity_pt (fun x => f x ^ 2) s).
  { intros f Hf. apply continuity_pt_ext with (fun x => f x * f x). intros; ring. now apply continuity_pt_mult. }
  unfold integrand, Rdiv. apply continuity_pt_minus; apply continuity_pt_mult; auto.
  - apply continuity_pt_inv; auto. apply pow_nonzero. lra.
  - now apply continuity_pt_mult.
  - apply continuity_pt_inv; auto. lra.
Qed.

Lemma integrand_integrable Psi dPsi x y : admissible Psi -> smooth Psi dPsi -> 0 < x -> 0 < y -> ex_RInt (integrand Psi dPsi) x y.
Proof.
  intros A S Hx Hy. apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros z Hz. apply integrand_continuous; auto.
  revert Hz. unfold Rmin. destruct Rle_dec; lra.
Qed.

Lemma integral_derivative Psi dPsi a x : admissible Psi -> smooth Psi dPsi -> 0 < a -> 0 < x ->
  is_derive (fun x => RInt (integrand Psi dPsi) a x) x (integrand Psi dPsi x).
Proof.
  intros A S Ha Hx. apply (is_derive_RInt _ _ a).
  - exists (mkposreal x Hx). intros y Hy. change (Rabs (y - x) < x) in Hy. apply Rabs_def2 in Hy.
    apply (RInt_correct (V := R_CompleteNormedModule)). apply integrand_integrable; auto; lra.
  - now apply integrand_continuous.
Qed.

(** A2. For every smooth admissible activation, every slope [g > 0] and every gain: after a dwell that starts at [s_Z], [b s_Z = g Z], and
    ends at [s_e > 0], the successor's saliency is [kappa b(s_e) I(s_e, s_Z)]. *)
Theorem A2_handover Psi dPsi g kappa Z T s alpha_next s_e s_Z :
  admissible Psi -> smooth Psi dPsi -> 0 < g -> dwell Psi g kappa Z T s alpha_next ->
  equilibrium Psi g Z s_Z -> equilibrium Psi g (saliency Z T) s_e ->
  alpha_next T = kappa * b Psi s_e * I Psi dPsi s_e s_Z.
Proof.
  intros A S Hg D EZ Ee. assert (HT := positive_dwell _ _ _ _ _ _ _ D).
  assert (HZ := equilibrium_positive_saliency _ _ _ _ A Hg EZ).
  apply equilibrium_b in EZ as [HsZ EZ]; auto. apply equilibrium_b in Ee as [Hse Ee]; auto.
  unfold saliency in Ee.
  assert (HgZ : 0 < g * Z) by (apply Rmult_lt_0_compat; lra).
  assert (Hlt : s_e < s_Z).
  { apply (b_reflects Psi dPsi); auto. rewrite EZ, Ee, <- Rmult_assoc.
    rewrite <- (Rmult_1_r (g * Z)) at 2. apply Rmult_lt_compat_l; auto. rewrite <- exp_0. apply exp_increasing. lra. }
  set (time := fun x => ln (g * Z / b Psi x)).
  assert (Bpos : forall x, 0 < x -> 0 < b Psi x).
  { intros x Hx. apply Rdiv_lt_0_compat; auto. now apply positive. }
  assert (Dt : forall x, 0 < x -> is_derive time x (- ((Psi x - x * dPsi x) / Psi x ^ 2 / b Psi x))).
  { intros x Hx. assert (Bp := Bpos x Hx). assert (Db := b_derivative _ _ _ A S Hx). unfold time.
    auto_derive. repeat split. eexists; exact Db. lra. now apply Rdiv_lt_0_compat.
    replace (Derive _ x) with ((Psi x - x * dPsi x) / Psi x ^ 2) by (symmetry; exact (is_derive_unique _ _ _ Db)).
    field. assert (P := positive _ _ A Hx). lra. }
  assert (exp_time : forall x, 0 < x -> g * Z * exp (- time x) = b Psi x).
  { intros x Hx. assert (Bp := Bpos x Hx). unfold time.
    rewrite exp_Ropp, exp_ln by now apply Rdiv_lt_0_compat. field. lra. }
  assert (time_e : time s_e = T).
  { unfold time. rewrite Ee. replace (g * Z / (g * (Z * exp (- T)))) with (exp T). apply ln_exp.
    rewrite exp_Ropp. field. repeat split; try lra. apply Rgt_not_eq, exp_pos. }
  assert (time_Z : time s_Z = 0).
  { unfold time. rewrite EZ. replace (g * Z / (g * Z)) with 1 by (field; lra). apply ln_1. }
  assert (time_in : forall x, s_e < x < s_Z -> 0 < time x < T).
  { intros x Hx. rewrite <- time_e, <- time_Z. unfold time.
    assert (B1 := b_increasing _ _ s_e x A S ltac:(lra)). assert (B2 := b_increasing _ _ x s_Z A S ltac:(lra)).
    assert (P1 := Bpos s_e Hse). assert (P2 := Bpos x ltac:(lra)).
    split; apply ln_increasing; try (apply Rdiv_lt_0_compat; lra);
      apply Rmult_lt_compat_l; auto; apply Rinv_lt_contravar; auto; apply Rmult_lt_0_compat; lra. }
  assert (on_branch : forall x, s_e < x < s_Z -> s (time x) = x).
  { intros x Hx. assert (Ht := time_in x Hx).
    assert (E := retrieved _ _ _ _ _ _ _ D (time x) ltac:(lra)).
    apply equilibrium_b in E as [Hp E]; auto. apply (b_injective Psi dPsi); auto. lra.
    rewrite E. unfold saliency. rewrite <- Rmult_assoc. apply exp_time. lra. }
  set (G := fun x => RInt (integrand Psi dPsi) s_Z x).
  assert (DG : forall x, 0 < x -> is_derive G x (integrand Psi dPsi x)) by (intros; now apply integral_derivative).
  assert (continuous_of : forall f x l, is_derive f x l -> continuity_pt f x).
  { intros f x l H. apply derivable_continuous_pt. exists l. now apply is_derive_Reals. }
  destruct (MVT_gen (fun x => alpha_next (time x) / b Psi x + kappa * G x) s_e s_Z (fun _ => 0)) as [c [Hc E]];
    rewrite Rmin_left, Rmax_right in * by lra.
  - intros x Hx. assert (Hx0 : 0 < x) by lra. assert (P := positive _ _ A Hx0). assert (Bp := Bpos x Hx0).
    assert (D1 := Dt x Hx0). assert (D2 := DG x Hx0). assert (D3 := b_derivative _ _ _ A S Hx0).
    assert (D4 := driven _ _ _ _ _ _ _ D (time x) (time_in x Hx)). rewrite (on_branch x Hx) in D4.
    clearbody time G.
    auto_derive. repeat split; try (eexists; eassumption). lra.
    replace (Derive (fun x => time x) x) with (- ((Psi x - x * dPsi x) / Psi x ^ 2 / b Psi x)) by (symmetry; exact (is_derive_unique _ _ _ D1)).
    replace (Derive (fun x => G x) x) with (integrand Psi dPsi x) by (symmetry; exact (is_derive_unique _ _ _ D2)).
    replace (Derive (fun x => b Psi x) x) with ((Psi x - x * dPsi x) / Psi x ^ 2) by (symmetry; exact (is_derive_unique _ _ _ D3)).
    replace (Derive (fun x => alpha_next x) (time x)) with (- alpha_next (time x) + kappa * Psi x) by (symmetry; exact (is_derive_unique _ _ _ D4)).
    unfold integrand, b. field. lra.
  - intros x Hx. assert (Hx0 : 0 < x) by lra.
    apply continuity_pt_plus.
    + apply continuity_pt_mult.
      * apply (continuity_pt_comp time alpha_next). eapply continuous_of, Dt; auto.
        apply (no_jump _ _ _ _ _ _ _ D).
        destruct (Req_dec x s_e) as [-> | N1]; [lra|]. destruct (Req_dec x s_Z) as [-> | N2]; [lra|].
        generalize (time_in x ltac:(lra)). lra.
      * apply continuity_pt_inv. eapply continuous_of, b_derivative; eauto. generalize (Bpos x Hx0). lra.
    + apply continuity_pt_mult. apply continuity_pt_const. intros ? ?; reflexivity. eapply continuous_of, DG; auto.
  - rewrite time_e, time_Z, (starts_from_zero _ _ _ _ _ _ _ D) in E.
    unfold G in E. rewrite RInt_point in E. change zero with 0 in E.
    assert (Sw : RInt (integrand Psi dPsi) s_Z s_e = - I Psi dPsi s_e s_Z).
    { unfold I. symmetry. apply (opp_RInt_swap (V := R_CompleteNormedModule)). now apply integrand_integrable. }
    rewrite Sw in E. assert (P := Bpos s_e Hse).
    assert (E2 : alpha_next T / b Psi s_e = kappa * I Psi dPsi s_e s_Z) by lra.
    replace (alpha_next T) with (alpha_next T / b Psi s_e * b Psi s_e) by (field; lra). rewrite E2. ring.
Qed.

(** A1. For every smooth admissible activation and every [g > 0]: a memory that is lost to its successor's direction at [s_e] has the
    saliency [a = b(s_e)/g > 1/g], the dwell is [ln (Z/a)], and the successor's saliency is [1/(g Psi'(s_e))]. *)
Theorem A1_escape Psi dPsi g kappa Z T s alpha_next s_e :
  admissible Psi -> smooth Psi dPsi -> 0 < g -> dwell Psi g kappa Z T s alpha_next ->
  equilibrium Psi g (saliency Z T) s_e -> g * dPsi s_e * alpha_next T = 1 ->
  1 / g < b Psi s_e / g /\ T = ln (Z / (b Psi s_e / g)) /\ alpha_next T = 1 / (g * dPsi s_e).
Proof.
  intros A S Hg D E L. assert (HZ := dwell_positive _ _ _ _ _ _ _ A Hg D).
  apply equilibrium_b in E as [Hs E]; auto. assert (B := b_above_one _ _ _ A S Hs).
  repeat split.
  - apply Rmult_lt_compat_r; auto. now apply Rinv_0_lt_compat.
  - rewrite E. unfold saliency. replace (Z / (g * (Z * exp (- T)) / g)) with (exp T).
    now rewrite ln_exp. rewrite exp_Ropp. field. repeat split; try lra. apply Rgt_not_eq, exp_pos.
  - assert (dPsi s_e <> 0) by (intros H; rewrite H in L; lra).
    apply Rmult_eq_reg_l with (g * dPsi s_e). rewrite L. field. lra. apply Rmult_integral_contrapositive; lra.
Qed.

(** A1, the other end. A memory that is not lost to its successor dies no later than [ln (g Z)]: at any time at which it exists,
    [t < ln (g Z)]. *)
Theorem A1_death Psi dPsi g Z t s :
  admissible Psi -> smooth Psi dPsi -> 0 < g -> 0 < Z -> equilibrium Psi g (saliency Z t) s -> t < ln (g * Z).
Proof.
  intros A S Hg HZ E. apply equilibrium_b in E as [Hs E]; auto. assert (B := b_above_one _ _ _ A S Hs).
  rewrite E in B. unfold saliency in B. assert (P := exp_pos t).
  apply exp_lt_inv. rewrite exp_ln by (apply Rmult_lt_0_compat; lra).
  rewrite exp_Ropp in B. apply (Rmult_lt_compat_r (exp t)) in B; auto. field_simplify in B; lra.
Qed.

(** The reduced gain at which the memory that is lost at [s_e] hands on the saliency it was entered with. *)
Definition cycle_gain (Psi dPsi : R -> R) (s_e s_Z : R) : R := 1 / dPsi s_e / (b Psi s_e * I Psi dPsi s_e s_Z).

(** A3, what a cycle's gain is. For every smooth admissible activation and every [g > 0]: if a dwell ends at [s_e] by the escape of A1
    and the next memory is entered with the same saliency, then [b(s_Z) = 1/Psi'(s_e)] and [g kappa = Z/(b(s_e) I(s_e, s_Z))], [Z] in
    reduced units. *)
Theorem A3_cycle_gain Psi dPsi g kappa Z T s alpha_next s_e s_Z :
  admissible Psi -> smooth Psi dPsi -> 0 < g -> dwell Psi g kappa Z T s alpha_next ->
  equilibrium Psi g Z s_Z -> equilibrium Psi g (saliency Z T) s_e -> g * dPsi s_e * alpha_next T = 1 ->
  alpha_next T = Z -> b Psi s_Z = 1 / dPsi s_e /\ g * kappa = cycle_gain Psi dPsi s_e s_Z.
Proof.
  intros A S Hg D EZ Ee L C. assert (H := A2_handover _ _ _ _ _ _ _ _ _ _ A S Hg D EZ Ee).
  assert (HZ := dwell_positive _ _ _ _ _ _ _ A Hg D).
  apply equilibrium_b in EZ as [_ EZ]; auto. rewrite C in *.
  assert (dPsi s_e <> 0) by (intros E; rewrite E in L; lra).
  assert (E : 1 / dPsi s_e = g * Z).
  { apply Rmult_eq_reg_l with (dPsi s_e); auto. field_simplify; auto. lra. }
  split. lra. unfold cycle_gain. rewrite E. rewrite H at 1.
  assert (b Psi s_e * I Psi dPsi s_e s_Z <> 0) by (intros Q; rewrite Rmult_assoc, Q in H; lra).
  field. split; intros Q; rewrite Q in *; lra.
Qed.

Lemma integrand_positive Psi dPsi x : admissible Psi -> smooth Psi dPsi -> 0 < x -> 0 < integrand Psi dPsi x.
Proof.
  intros A S Hx. assert (P := positive _ _ A Hx). assert (C := strictly_concave _ _ S x Hx).
  unfold integrand. replace (Psi x ^ 2 / x ^ 2 - Psi x * dPsi x / x) with (Psi x * (Psi x - x * dPsi x) / x ^ 2) by (field; lra).
  apply Rdiv_lt_0_compat. apply Rmult_lt_0_compat; lra. apply pow_lt; lra.
Qed.

Lemma integral_positive Psi dPsi s_e s_Z : admissible Psi -> smooth Psi dPsi -> 0 < s_e < s_Z -> 0 < I Psi dPsi s_e s_Z.
Proof.
  intros A S H. apply RInt_gt_0. apply H.
  - intros x Hx. apply integrand_positive; auto; lra.
  - intros x Hx. apply integrand_continuous; auto; lra.
Qed.

(** A7, in the terms of A2. For every smooth admissible activation and [0 < s_e < s_Z], [b I <= 1 - b(s_e)/b(s_Z)]: the handover is at
    most [kappa (1 - a/Z)]. *)
Theorem A7_integral_bound Psi dPsi s_e s_Z : admissible Psi -> smooth Psi dPsi -> 0 < s_e < s_Z ->
  b Psi s_e * I Psi dPsi s_e s_Z <= 1 - b Psi s_e / b Psi s_Z.
Proof.
  intros A S H.
  assert (Bpos : forall x, 0 < x -> 0 < b Psi x) by (intros x Hx; generalize (b_above_one _ _ _ A S Hx); lra).
  destruct (MVT_gen (fun x => RInt (integrand Psi dPsi) s_Z x + / b Psi x) s_e s_Z
    (fun x => integrand Psi dPsi x - (Psi x - x * dPsi x) / x ^ 2)) as [c [Hc E]]; rewrite Rmin_left, Rmax_right in * by lra.
  - intros x Hx. assert (Hx0 : 0 < x) by lra. assert (P := positive _ _ A Hx0). assert (Bp := Bpos x Hx0).
    assert (D1 := integral_derivative Psi dPsi s_Z x A S ltac:(lra) Hx0). assert (D2 := b_derivative _ _ _ A S Hx0).
    set (G := fun x => RInt (integrand Psi dPsi) s_Z x) in *. change (is_derive (fun x => G x + / b Psi x) x (integrand Psi dPsi x - (Psi x - x * dPsi x) / x ^ 2)).
    clearbody G. auto_derive. repeat split; try (eexists; eassumption). lra.
    replace (Derive (fun x => G x) x) with (integrand Psi dPsi x) by (symmetry; exact (is_derive_unique _ _ _ D1)).
    replace (Derive (fun x => b Psi x) x) with ((Psi x - x * dPsi x) / Psi x ^ 2) by (symmetry; exact (is_derive_unique _ _ _ D2)).
    unfold b. field. lra.
  - intros x Hx. assert (Hx0 : 0 < x) by lra. apply continuity_pt_plus.
    + apply derivable_continuous_pt. eexists. apply is_derive_Reals, integral_derivative; auto; lra.
    + apply continuity_pt_inv; [|generalize (Bpos x Hx0); lra].
      apply derivable_continuous_pt. eexists. apply is_derive_Reals, b_derivative; eauto.
  - rewrite RInt_point in E. change zero with 0 in E.
    assert (Sw : RInt (integrand Psi dPsi) s_Z s_e = - I Psi dPsi s_e s_Z).
    { unfold I. symmetry. apply (opp_RInt_swap (V := R_CompleteNormedModule)). apply integrand_integrable; auto; lra. }
    rewrite Sw in E. assert (Hc0 : 0 < c) by lra.
    assert (C := strictly_concave _ _ S c Hc0). assert (B1 := bounded_by_one _ A c).
    assert (N : integrand Psi dPsi c - (Psi c - c * dPsi c) / c ^ 2 = - ((1 - Psi c) * (Psi c - c * dPsi c) / c ^ 2)).
    { unfold integrand. field. lra. }
    assert (0 <= (1 - Psi c) * (Psi c - c * dPsi c) / c ^ 2).
    { apply Rdiv_le_0_compat. apply Rmult_le_pos; lra. apply pow_lt; lra. }
    rewrite N in E. assert (Q : I Psi dPsi s_e s_Z <= / b Psi s_e - / b Psi s_Z) by nra.
    assert (Be := Bpos s_e ltac:(lra)). assert (BZ := Bpos s_Z ltac:(lra)).
    apply (Rmult_le_compat_l (b Psi s_e)) in Q; [|lra].
    replace (1 - b Psi s_e / b Psi s_Z) with (b Psi s_e * (/ b Psi s_e - / b Psi s_Z)) by (field; lra). exact Q.
Qed.

(** A7, in the terms of A3. For every smooth admissible activation every cycle's reduced gain is above four, strictly. *)
Theorem A7_cycle_gain Psi dPsi s_e s_Z : admissible Psi -> smooth Psi dPsi -> 0 < s_e < s_Z ->
  b Psi s_Z = 1 / dPsi s_e -> 4 < cycle_gain Psi dPsi s_e s_Z.
Proof.
  intros A S H E. unfold cycle_gain. rewrite <- E. set (z := b Psi s_Z) in *.
  assert (B := A7_integral_bound _ _ _ _ A S H). fold z in B.
  assert (He := b_above_one _ _ s_e A S ltac:(lra)). assert (Hz := b_increasing _ _ s_e s_Z A S H). fold z in Hz.
  assert (P := integral_positive _ _ _ _ A S H).
  set (j := b Psi s_e * I Psi dPsi s_e s_Z) in *. assert (Hj : 0 < j) by (apply Rmult_lt_0_compat; lra).
  assert (Hi : 1 / z < b Psi s_e / z) by (apply Rmult_lt_compat_r; [apply Rinv_0_lt_compat |]; lra).
  assert (j * z < z - 1). { replace (z - 1) with ((1 - 1 / z) * z) by (field; lra). apply Rmult_lt_compat_r; lra. }
  assert (4 * j < z).
  { apply Rmult_lt_reg_r with z. lra. generalize (pow2_ge_0 (z - 2)). nra. }
  apply Rmult_lt_reg_r with j; auto. replace (z / j * j) with z by (field; lra). lra.
Qed.

Lemma shorter_dwell Psi g kappa Z T T' s alpha_next : dwell Psi g kappa Z T s alpha_next -> 0 < T' <= T ->
  dwell Psi g kappa Z T' s alpha_next.
Proof.
  intros [H1 H2 H3 H4 H5] H. constructor; auto; try lra; intros t Ht; [apply H2 | apply H4 | apply H5]; lra.
Qed.

Lemma integral_falls Psi dPsi x y s_Z : admissible Psi -> smooth Psi dPsi -> 0 < x < y -> y <= s_Z ->
  0 <= I Psi dPsi y s_Z < I Psi dPsi x s_Z.
Proof.
  intros A S H Hy.
  assert (C : plus (I Psi dPsi x y) (I Psi dPsi y s_Z) = I Psi dPsi x s_Z).
  { apply (RInt_Chasles (V := R_CompleteNormedModule)); apply integrand_integrable; auto; lra. }
  change plus with Rplus in C. assert (P := integral_positive Psi dPsi x y A S H). split; [| lra].
  destruct Hy as [Hy | ->]. left; apply integral_positive; auto; lra.
  unfold I. rewrite RInt_point. right. reflexivity.
Qed.

(** The elasticity [s Psi'/Psi] is positive and does not rise: so it is with every activation of the statement but combinations. *)
Definition falling_elasticity (Psi dPsi : R -> R) : Prop :=
  forall x y, 0 < x < y -> 0 < dPsi y * b Psi y <= dPsi x * b Psi x.

(** A1, once. For every smooth admissible activation whose elasticity does not rise, [g, kappa > 0]: if the escape's condition is met
    at the end of a dwell, it was not met before. *)
Theorem A1_once Psi dPsi g kappa Z T s alpha_next s_e s_Z :
  admissible Psi -> smooth Psi dPsi -> falling_elasticity Psi dPsi -> 0 < g -> 0 < kappa -> dwell Psi g kappa Z T s alpha_next ->
  equilibrium Psi g Z s_Z -> equilibrium Psi g (saliency Z T) s_e -> g * dPsi s_e * alpha_next T = 1 ->
  stable Psi g T s alpha_next.
Proof.
  intros A S Fe Hg Hk D EZ Ee L t slope Ht Dt.
  destruct (Req_dec t 0) as [-> | N0]. { rewrite (starts_from_zero _ _ _ _ _ _ _ D). lra. }
  assert (Et := retrieved _ _ _ _ _ _ _ D t Ht).
  assert (E1 := A2_handover _ _ _ _ _ _ _ _ _ _ A S Hg D EZ Ee).
  assert (E2 := A2_handover _ _ _ _ _ _ _ _ _ _ A S Hg (shorter_dwell _ _ _ _ _ t _ _ D ltac:(lra)) EZ Et).
  assert (HZ := dwell_positive _ _ _ _ _ _ _ A Hg D).
  apply equilibrium_b in EZ as [HZ0 EZ]; auto. apply equilibrium_b in Ee as [He0 Ee]; auto. apply equilibrium_b in Et as [Ht0 Et]; auto.
  unfold saliency in *.
  assert (Order : s_e < s t <= s_Z).
  { split; [| left]; apply (b_reflects Psi dPsi); auto; rewrite ?EZ, ?Ee, ?Et, <- ?Rmult_assoc;
      assert (0 < g * Z) by (apply Rmult_lt_0_compat; lra).
    - apply Rmult_lt_compat_l; auto. apply exp_increasing. lra.
    - rewrite <- (Rmult_1_r (g * Z)) at 2. apply Rmult_lt_compat_l; auto. rewrite <- exp_0. apply exp_increasing. lra. }
  assert (Sl : slope = dPsi (s t)).
  { rewrite <- (is_derive_unique _ _ _ Dt). apply is_derive_unique, (derivative _ _ S _ Ht0). }
  assert (El := Fe s_e (s t) ltac:(lra)).
  assert (Fi := integral_falls Psi dPsi s_e (s t) s_Z A S ltac:(lra) ltac:(lra)).
  rewrite E1 in L. rewrite E2, Sl.
  replace (g * dPsi (s t) * (kappa * b Psi (s t) * I Psi dPsi (s t) s_Z)) with (g * kappa * (dPsi (s t) * b Psi (s t) * I Psi dPsi (s t) s_Z)) by ring.
  replace (g * dPsi s_e * (kappa * b Psi s_e * I Psi dPsi s_e s_Z)) with (g * kappa * (dPsi s_e * b Psi s_e * I Psi dPsi s_e s_Z)) in L by ring.
  rewrite <- L. apply Rmult_lt_compat_l. apply Rmult_lt_0_compat; lra. nra.
Qed.

Section Branch.
Variables (Psi dPsi : R -> R) (s_e s_Z : R).
Hypothesis A : admissible Psi.
Hypothesis S : smooth Psi dPsi.
Hypothesis Hs : 0 < s_e < s_Z.

Lemma b_continuous x : 0 < x -> continuity_pt (b Psi) x.
Proof. intros Hx. apply derivable_continuous_pt. eexists. apply is_derive_Reals, b_derivative; eauto. Qed.

(** A reduced saliency, held between those at [s_e] and [s_Z]. *)
Definition clamp (y : R) : R := Rmax (b Psi s_e) (Rmin (b Psi s_Z) y).

Lemma clamp_between y : b Psi (s_e / 2) < clamp y < b Psi (s_Z + 1).
Proof.
  assert (B1 := b_increasing _ _ (s_e / 2) s_e A S ltac:(lra)). assert (B2 := b_increasing _ _ s_e s_Z A S Hs).
  assert (B3 := b_increasing _ _ s_Z (s_Z + 1) A S ltac:(lra)).
  unfold clamp, Rmax, Rmin. repeat destruct Rle_dec; lra.
Qed.

Lemma clamp_nearer y y0 : Rabs (clamp y - clamp y0) <= Rabs (y - y0).
Proof.
  assert (B2 := b_increasing _ _ s_e s_Z A S Hs).
  unfold clamp, Rmax, Rmin, Rabs. repeat destruct Rle_dec; repeat destruct Rcase_abs; lra.
Qed.

Lemma branch_at y : {x | s_e / 2 <= x <= s_Z + 1 /\ b Psi x - clamp y = 0}.
Proof.
  assert (C := clamp_between y). apply IVT_interv; try lra.
  intros a Ha. apply continuity_pt_minus. apply b_continuous; lra. now apply continuity_pt_const.
Qed.

(** Where the memory of a reduced saliency is retrieved: the inverse of [b]. *)
Definition branch (y : R) : R := proj1_sig (branch_at y).

Lemma branch_spec y : 0 < branch y /\ b Psi (branch y) = clamp y.
Proof. unfold branch. destruct (branch_at y) as [x Hx]. simpl. lra. Qed.

Lemma branch_continuous y : continuity_pt branch y.
Proof.
  destruct (branch_spec y) as [P0 E0]. intros eps Heps.
  set (d := Rmin (eps / 2) (branch y / 2)).
  assert (Hd : 0 < d /\ d < eps /\ d < branch y) by (unfold d, Rmin; destruct Rle_dec; lra).
  assert (B1 := b_increasing _ _ (branch y - d) (branch y) A S ltac:(lra)).
  assert (B2 := b_increasing _ _ (branch y) (branch y + d) A S ltac:(lra)). rewrite E0 in *.
  exists (Rmin (clamp y - b Psi (branch y - d)) (b Psi (branch y + d) - clamp y)). split.
  { unfold Rmin. destruct Rle_dec; lra. }
  intros x [_ Hx]. change (Rabs (x - y) < Rmin (clamp y - b Psi (branch y - d)) (b Psi (branch y + d) - clamp y)) in Hx.
  change (Rabs (branch x - branch y) < eps).
  assert (N := clamp_nearer x y). destruct (branch_spec x) as [Px Ex].
  assert (M1 := Rmin_l (clamp y - b Psi (branch y - d)) (b Psi (branch y + d) - clamp y)).
  assert (M2 := Rmin_r (clamp y - b Psi (branch y - d)) (b Psi (branch y + d) - clamp y)).
  assert (Q : Rabs (clamp x - clamp y) < Rmin (clamp y - b Psi (branch y - d)) (b Psi (branch y + d) - clamp y)) by lra.
  apply Rabs_def2 in Q.
  assert (branch y - d < branch x) by (apply (b_reflects Psi dPsi); auto; lra).
  assert (branch x < branch y + d) by (apply (b_reflects Psi dPsi); auto; lra).
  apply Rabs_def1; lra.
Qed.

Lemma a_dwell g kappa : 0 < g -> exists T s alpha_next, dwell Psi g kappa (b Psi s_Z / g) T s alpha_next /\
  equilibrium Psi g (saliency (b Psi s_Z / g) T) s_e.
Proof.
  intros Hg. assert (Be := b_above_one _ _ s_e A S ltac:(lra)). assert (B := b_increasing _ _ s_e s_Z A S Hs).
  set (T := ln (b Psi s_Z / b Psi s_e)). set (s := fun t => branch (b Psi s_Z * exp (- t))).
  assert (HT : 0 < T). { unfold T. rewrite <- ln_1. apply ln_increasing. lra. apply Rlt_div_r; lra. }
  assert (ET : b Psi s_Z * exp (- T) = b Psi s_e).
  { unfold T. rewrite exp_Ropp, exp_ln by (apply Rdiv_lt_0_compat; lra). field. lra. }
  assert (Cs : forall t, continuous (fun u => exp u * Psi (s u)) t).
  { intros t. apply continuity_pt_filterlim, continuity_pt_mult. apply derivable_continuous_pt, derivable_pt_exp.
    apply (continuity_pt_comp s Psi).
    - apply (continuity_pt_comp (fun u => b Psi s_Z * exp (- u)) branch). reg. apply branch_continuous.
    - apply derivable_continuous_pt. eexists. apply is_derive_Reals, (derivative _ _ S). apply branch_spec. }
  set (J := fun t => RInt (fun u => exp u * Psi (s u)) 0 t).
  assert (DJ : forall t, is_derive J t (exp t * Psi (s t))).
  { intros t. apply (is_derive_RInt (fun u => exp u * Psi (s u)) J 0); [|apply Cs]. apply filter_forall. intros y. apply (RInt_correct (V := R_CompleteNormedModule)).
    apply (ex_RInt_continuous (V := R_CompleteNormedModule)). auto. }
  assert (DA : forall t, is_derive (fun t => kappa * exp (- t) * J t) t (- (kappa * exp (- t) * J t) + kappa * Psi (s t))).
  { intros t. assert (Dt := DJ t). clearbody J. auto_derive. eexists; exact Dt.
    replace (Derive (fun x => J x) t) with (exp t * Psi (s t)) by (symmetry; exact (is_derive_unique _ _ _ Dt)).
    assert (E : exp (- t) * exp t = 1) by (rewrite <- exp_plus, Rplus_opp_l; apply exp_0).
    transitivity (- (kappa * exp (- t) * J t) + kappa * (exp (- t) * exp t) * Psi (s t)). ring. rewrite E. ring. }
  exists T, s, (fun t => kappa * exp (- t) * J t). split; [constructor |]; auto.
  - intros t Ht. apply equilibrium_b; auto. destruct (branch_spec (b Psi s_Z * exp (- t))) as [P0 E0]. split; auto.
    unfold s. rewrite E0. unfold saliency, clamp.
    assert (exp (- T) < exp (- t) <= 1).
    { split. apply exp_increasing; lra. rewrite <- exp_0. destruct (proj1 Ht) as [L | <-]; [left; apply exp_increasing; lra | rewrite Ropp_0; lra]. }
    rewrite Rmin_right, Rmax_right by nra. field. lra.
  - unfold J. rewrite RInt_point. change zero with 0. ring.
  - intros t _. apply derivable_continuous_pt. eexists. apply is_derive_Reals, DA.
  - apply equilibrium_b; auto. split. lra. unfold saliency. rewrite <- ET. field. lra.
Qed.

End Branch.

(** A3, that a cycle has it. For every smooth admissible activation whose elasticity does not rise, [g > 0] and [0 < s_e < s_Z] with
    [b(s_Z) = 1/Psi'(s_e)]: at the gain of the formula a sequence sustains itself. *)
Theorem A3_cycle_exists Psi dPsi g kappa s_e s_Z :
  admissible Psi -> smooth Psi dPsi -> falling_elasticity Psi dPsi -> 0 < g -> 0 < s_e < s_Z ->
  b Psi s_Z = 1 / dPsi s_e -> g * kappa = cycle_gain Psi dPsi s_e s_Z -> self_sustained Psi g kappa.
Proof.
  intros A S Fe Hg Hs E K. assert (K4 := A7_cycle_gain _ _ _ _ A S Hs E). rewrite <- K in K4.
  assert (Hk : 0 < kappa) by (apply Rnot_le_lt; intros Hl; nra).
  destruct (a_dwell Psi dPsi s_e s_Z A S Hs g kappa Hg) as (T & s & a & D & Ee).
  assert (Be := b_above_one _ _ s_e A S ltac:(lra)). assert (BZ := b_above_one _ _ s_Z A S ltac:(lra)).
  assert (EZ : equilibrium Psi g (b Psi s_Z / g) s_Z). { apply equilibrium_b; auto. split. lra. field. lra. }
  assert (P := integral_positive _ _ _ _ A S Hs).
  assert (Hd : dPsi s_e <> 0). { intros Q. rewrite Q in E. unfold Rdiv in E. rewrite Rinv_0 in E. lra. }
  assert (H := A2_handover _ _ _ _ _ _ _ _ _ _ A S Hg D EZ Ee).
  assert (Ha : a T = b Psi s_Z / g).
  { rewrite H. unfold cycle_gain in K. rewrite <- E in K. apply Rmult_eq_reg_l with g; [|lra].
    replace (g * (kappa * b Psi s_e * I Psi dPsi s_e s_Z)) with (g * kappa * (b Psi s_e * I Psi dPsi s_e s_Z)) by ring.
    rewrite K. field. repeat split; lra. }
  assert (L : g * dPsi s_e * a T = 1). { rewrite Ha, E. field. lra. }
  exists (fun _ => b Psi s_Z / g). intros _. exists T, s, a. repeat split; try apply D; auto.
  - now apply (A1_once Psi dPsi g kappa (b Psi s_Z / g) T s a s_e s_Z).
  - left. exists s_e, (dPsi s_e). split; auto. split; auto. apply (derivative _ _ S). lra.
Qed.

(** A function whose slope falls is concave. *)
Lemma concave_of_derivative (f df : R -> R) :
  (forall x, 0 <= x -> is_derive f x (df x)) -> (forall x y, 0 <= x <= y -> df y <= df x) ->
  forall x y l, 0 <= x -> 0 <= y -> 0 <= l <= 1 -> l * f x + (1 - l) * f y <= f (l * x + (1 - l) * y).
Proof.
  intros Hd Hm.
  assert (Hdiff : forall x y, 0 <= x < y -> exists c, x <= c <= y /\ f y - f x = df c * (y - x)).
  { intros x y H. destruct (MVT_gen f x y df) as [c Hc]; rewrite Rmin_left, Rmax_right in * by lra.
    - intros z Hz. apply Hd. lra.
    - intros z Hz. apply derivable_continuous_pt. exists (df z). apply is_derive_Reals, Hd. lra.
    - now exists c. }
  assert (Main : forall x y l, 0 <= x < y -> 0 < l < 1 -> l * f x + (1 - l) * f y <= f (l * x + (1 - l) * y)).
  { intros x y l H Hl. set (m := l * x + (1 - l) * y). assert (x < m < y) by (unfold m; nra).
    destruct (Hdiff x m) as [c1 [H1 E1]]. lra. destruct (Hdiff m y) as [c2 [H2 E2]]. lra.
    assert (M := Hm c1 c2 ltac:(lra)).
    replace (m - x) with ((1 - l) * (y - x)) in E1 by (unfold m; ring).
    replace (y - m) with (l * (y - x)) in E2 by (unfold m; ring).
    assert (0 <= l * (1 - l) * (y - x) * (df c1 - df c2)).
    { apply Rmult_le_pos. apply Rmult_le_pos. apply Rmult_le_pos; lra. lra. lra. }
    nra. }
  intros x y l Hx Hy Hl.
  destruct (Req_dec l 0) as [-> | N0]. { rewrite !Rmult_0_l, !Rplus_0_l, Rminus_0_r, !Rmult_1_l. lra. }
  destruct (Req_dec l 1) as [-> | N1]. { replace (1 - 1) with 0 by ring. rewrite !Rmult_0_l, !Rplus_0_r, !Rmult_1_l. lra. }
  destruct (Rtotal_order x y) as [H | [<- | H]].
  - apply Main; lra.
  - replace (l * x + (1 - l) * x) with x by ring. lra.
  - assert (M := Main y x (1 - l) ltac:(lra) ltac:(lra)).
    replace (1 - (1 - l)) with l in M by ring. rewrite (Rplus_comm (l * x)). lra.
Qed.

Lemma strictly_concave_of_derivative (f df : R -> R) s :
  f 0 = 0 -> (forall x, 0 <= x -> is_derive f x (df x)) -> (forall x y, 0 <= x < y -> df y < df x) ->
  0 < s -> s * df s < f s.
Proof.
  intros H0 Hd Hm Hs. destruct (MVT_gen f 0 s df) as [c [Hc E]]; rewrite Rmin_left, Rmax_right in * by lra.
  - intros z Hz. apply Hd. lra.
  - intros z Hz. apply derivable_continuous_pt. exists (df z). apply is_derive_Reals, Hd. lra.
  - assert (df s <= df c). { destruct (Req_dec c s) as [-> | N]. lra. left. apply Hm. lra. }
    destruct (MVT_gen f 0 (s / 2) df) as [c' [Hc' E']]; rewrite Rmin_left, Rmax_right in * by lra.
    { intros z Hz. apply Hd. lra. }
    { intros z Hz. apply derivable_continuous_pt. exists (df z). apply is_derive_Reals, Hd. lra. }
    destruct (MVT_gen f (s / 2) s df) as [d [Hd' E'']]; rewrite Rmin_left, Rmax_right in * by lra.
    { intros z Hz. apply Hd. lra. }
    { intros z Hz. apply derivable_continuous_pt. exists (df z). apply is_derive_Reals, Hd. lra. }
    assert (df s < df c') by (apply Hm; lra).
    assert (df s <= df d). { destruct (Req_dec d s) as [-> | N]. lra. left. apply Hm. lra. }
    nra.
Qed.

(** The algebraic sigmoid. *)
Definition algebraic (x : R) : R := x / sqrt (1 + x ^ 2).

(** Its slope. *)
Definition algebraic' (x : R) : R := 1 / sqrt (1 + x ^ 2) ^ 3.

Lemma root_positive x : 0 < sqrt (1 + x ^ 2).
Proof. apply sqrt_lt_R0. generalize (pow2_ge_0 x). lra. Qed.

Lemma root_square x : sqrt (1 + x ^ 2) ^ 2 = 1 + x ^ 2.
Proof. rewrite <- Rsqr_pow2, Rsqr_sqrt. reflexivity. generalize (pow2_ge_0 x). lra. Qed.

Lemma algebraic_derivative x : is_derive algebraic x (algebraic' x).
Proof.
  unfold algebraic, algebraic'. assert (P := root_positive x). assert (Q := root_square x).
  assert (0 <= x ^ 2) by apply pow2_ge_0.
  auto_derive. repeat split; try lra; simpl in *; lra.
  replace (x * (x * 1)) with (x ^ 2) by ring. set (r := sqrt (1 + x ^ 2)) in *.
  transitivity ((r ^ 2 - x ^ 2) / r ^ 3). field; lra.
  rewrite Q. f_equal. ring.
Qed.

Lemma algebraic'_decreasing x y : 0 <= x < y -> algebraic' y < algebraic' x.
Proof.
  intros H. unfold algebraic'. assert (P := root_positive x). assert (Q := root_positive y).
  apply Rmult_lt_compat_l. lra. apply Rinv_lt_contravar. apply Rmult_lt_0_compat; now apply pow_lt.
  assert (sqrt (1 + x ^ 2) < sqrt (1 + y ^ 2)) by (apply sqrt_lt_1; nra).
  assert (0 < sqrt (1 + x ^ 2) * sqrt (1 + y ^ 2)) by (apply Rmult_lt_0_compat; lra).
  nra.
Qed.

Lemma algebraic_admissible : admissible algebraic.
Proof.
  assert (Z0 : algebraic 0 = 0) by (unfold algebraic, Rdiv; apply Rmult_0_l).
  split.
  - intros x. unfold algebraic. replace ((- x) ^ 2) with (x ^ 2) by ring. unfold Rdiv. ring.
  - intros x y [H | ->]; [|lra].
    destruct (MVT_gen algebraic x y algebraic') as [c [Hc E]].
    + intros; apply algebraic_derivative.
    + intros z _. apply derivable_continuous_pt. exists (algebraic' z). apply is_derive_Reals, algebraic_derivative.
    + assert (0 < algebraic' c) by (unfold algebraic'; apply Rdiv_lt_0_compat; [lra | apply pow_lt, root_positive]). nra.
  - apply (concave_of_derivative algebraic algebraic'). intros; apply algebraic_derivative.
    intros x y [H1 [H2 | ->]]. left; now apply algebraic'_decreasing. lra.
  - intros x. unfold algebraic. assert (P := root_positive x). assert (Q := root_square x).
    apply Rmult_le_reg_r with (sqrt (1 + x ^ 2)); auto. field_simplify; try lra. nra.
  - replace 1 with (algebraic' 0). apply algebraic_derivative.
    unfold algebraic'. replace (1 + 0 ^ 2) with 1 by ring. rewrite sqrt_1. field.
Qed.

Lemma algebraic_smooth : smooth algebraic algebraic'.
Proof.
  split.
  - intros; apply algebraic_derivative.
  - intros s Hs. apply derivable_continuous_pt. unfold algebraic'.
    assert (P := root_positive s). assert (0 <= s ^ 2) by apply pow2_ge_0.
    eexists. apply is_derive_Reals. auto_derive; [|reflexivity].
    repeat split. simpl in *; lra. apply (pow_nonzero _ 3). simpl in *; lra.
  - intros s Hs. apply strictly_concave_of_derivative; auto using algebraic_derivative, algebraic'_decreasing.
    unfold algebraic, Rdiv. apply Rmult_0_l.
Qed.

Lemma algebraic_elasticity : falling_elasticity algebraic algebraic'.
Proof.
  assert (E : forall x, 0 < x -> algebraic' x * b algebraic x = 1 / (1 + x ^ 2)).
  { intros x Hx. rewrite <- root_square. unfold algebraic', b, algebraic. assert (P := root_positive x). field. lra. }
  intros x y H. rewrite !E by lra. assert (0 < x ^ 2 < y ^ 2) by nra. split. apply Rdiv_lt_0_compat; lra.
  apply Rmult_le_compat_l. lra. apply Rinv_le_contravar; lra.
Qed.

(** The function of A4; half of it is a primitive of the integrand. *)
Definition F (s : R) : R := atan s - s / (1 + s ^ 2).

(** The closed form of A4 under the minimum. *)
Definition algebraic_cycle_gain (s_e s_Z : R) : R := 2 * (1 + s_e ^ 2) / (F s_Z - F s_e).

Lemma algebraic_integral s_e s_Z : 0 < s_e -> 0 < s_Z -> I algebraic algebraic' s_e s_Z = (F s_Z - F s_e) / 2.
Proof.
  intros He HZ. unfold I. apply is_RInt_unique.
  replace ((F s_Z - F s_e) / 2) with (minus (F s_Z / 2) (F s_e / 2)) by (unfold minus, plus, opp; simpl; field).
  apply (is_RInt_derive (fun s => F s / 2)).
  - intros x Hx. assert (0 < x) by (revert Hx; unfold Rmin; destruct Rle_dec; lra).
    assert (P := root_positive x). assert (Q := root_square x). assert (0 < x ^ 2) by (apply pow_lt; lra).
    unfold F, integrand, algebraic, algebraic'. auto_derive. simpl in *; lra.
    replace (1 + x * (x * 1)) with (1 + x ^ 2) by ring.
    replace ((x / sqrt (1 + x ^ 2)) ^ 2 / x ^ 2 - x / sqrt (1 + x ^ 2) * (1 / sqrt (1 + x ^ 2) ^ 3) / x)
      with (1 / sqrt (1 + x ^ 2) ^ 2 - 1 / (sqrt (1 + x ^ 2) ^ 2) ^ 2) by (field; lra).
    rewrite Q. unfold Rsqr. field. lra.
  - intros x Hx. assert (0 < x) by (revert Hx; unfold Rmin; destruct Rle_dec; lra).
    apply integrand_continuous; auto using algebraic_admissible, algebraic_smooth.
Qed.

(** A4. For the algebraic sigmoid and all [s_e, s_Z > 0] with [b(s_Z) = 1/Psi'(s_e)]: [1 + s_Z^2 = (1 + s_e^2)^3], and the cycle's gain
    is [2 (1 + s_e^2)/(F(s_Z) - F(s_e))]. *)
Theorem A4_algebraic_sigmoid s_e s_Z :
  0 < s_e -> 0 < s_Z -> b algebraic s_Z = 1 / algebraic' s_e ->
  1 + s_Z ^ 2 = (1 + s_e ^ 2) ^ 3 /\ cycle_gain algebraic algebraic' s_e s_Z = algebraic_cycle_gain s_e s_Z.
Proof.
  intros He HZ E. assert (P := root_positive s_e). assert (Q := root_square s_e).
  assert (P' := root_positive s_Z). assert (Q' := root_square s_Z).
  assert (R : sqrt (1 + s_Z ^ 2) = sqrt (1 + s_e ^ 2) ^ 3).
  { unfold b, algebraic, algebraic' in E.
    replace (s_Z / (s_Z / sqrt (1 + s_Z ^ 2))) with (sqrt (1 + s_Z ^ 2)) in E by (field; lra).
    rewrite E. field. lra. }
  assert (C : 1 + s_Z ^ 2 = (1 + s_e ^ 2) ^ 3).
  { transitivity ((sqrt (1 + s_e ^ 2) ^ 2) ^ 3). rewrite <- Q', R. ring. now rewrite Q. }
  split. exact C.
  - unfold cycle_gain, algebraic_cycle_gain. rewrite algebraic_integral; auto.
    assert (HF : F s_e < F s_Z).
    { assert (s_e < s_Z).
      { apply Rnot_le_lt; intros Hl. assert (s_Z ^ 2 <= s_e ^ 2) by nra.
        assert (0 < s_e ^ 2) by (apply pow_lt; lra). nra. }
      apply (incr_function_le F s_e s_Z (fun x => 2 * x ^ 2 / (1 + x ^ 2) ^ 2)); try lra; simpl; try lra.
      - intros x H1 H2. unfold F. auto_derive. nra. unfold Rsqr. field. nra.
      - intros x H1 H2. assert (0 < x) by lra. apply Rdiv_lt_0_compat; nra. }
    unfold b, algebraic, algebraic'.
    replace (1 / (1 / sqrt (1 + s_e ^ 2) ^ 3) / (s_e / (s_e / sqrt (1 + s_e ^ 2)) * ((F s_Z - F s_e) / 2)))
      with (2 * sqrt (1 + s_e ^ 2) ^ 2 / (F s_Z - F s_e)) by (field; lra).
    now rewrite Q.
Qed.

(** The slope of tanh. *)
Definition tanh' (x : R) : R := 1 - tanh x ^ 2.

Lemma cosh_positive x : 0 < cosh x.
Proof. unfold cosh. assert (A := exp_pos x). assert (B := exp_pos (- x)). lra. Qed.

Lemma tanh_derivative x : is_derive tanh x (tanh' x).
Proof.
  assert (P := cosh_positive x). unfold tanh', tanh. unfold sinh, cosh in *.
  auto_derive. lra. field. lra.
Qed.

Lemma tanh_bounds x : -1 < tanh x < 1.
Proof.
  unfold tanh. assert (P := cosh_positive x). assert (A := exp_pos x). assert (B := exp_pos (- x)).
  split; [apply Rlt_div_r | apply Rlt_div_l]; auto; unfold sinh, cosh in *; lra.
Qed.

Lemma tanh_increasing x y : x < y -> tanh x < tanh y.
Proof.
  intros H. destruct (MVT_gen tanh x y tanh') as [c [_ E]].
  - intros; apply tanh_derivative.
  - intros z _. apply derivable_continuous_pt. eexists. apply is_derive_Reals, tanh_derivative.
  - assert (B := tanh_bounds c). assert (0 < tanh' c) by (unfold tanh'; nra). nra.
Qed.

Lemma tanh_zero : tanh 0 = 0.
Proof. unfold tanh. rewrite sinh_0. apply Rmult_0_l. Qed.

Lemma tanh'_decreasing x y : 0 <= x < y -> tanh' y < tanh' x.
Proof.
  intros H. unfold tanh'. assert (A := tanh_increasing x y ltac:(lra)).
  assert (0 <= tanh x). { rewrite <- tanh_zero. destruct (proj1 H) as [L | <-]. left; now apply tanh_increasing. lra. }
  nra.
Qed.

Lemma tanh_admissible : admissible tanh.
Proof.
  split.
  - intros x. unfold tanh, sinh, cosh. rewrite Ropp_involutive. assert (P := cosh_positive x). unfold cosh in P. field. lra.
  - intros x y [H | ->]. left; now apply tanh_increasing. lra.
  - apply (concave_of_derivative tanh tanh'). intros; apply tanh_derivative.
    intros x y [H1 [H2 | ->]]. left; now apply tanh'_decreasing. lra.
  - intros x. left. apply tanh_bounds.
  - replace 1 with (tanh' 0). apply tanh_derivative. unfold tanh'. rewrite tanh_zero. ring.
Qed.

Lemma tanh_smooth : smooth tanh tanh'.
Proof.
  split.
  - intros; apply tanh_derivative.
  - intros s Hs. unfold tanh'. apply continuity_pt_minus. now apply continuity_pt_const.
    assert (C : continuity_pt tanh s) by (apply derivable_continuous_pt; eexists; apply is_derive_Reals, tanh_derivative).
    apply continuity_pt_ext with (fun x => tanh x * tanh x). intros; ring. now apply continuity_pt_mult.
  - intros s Hs. apply strictly_concave_of_derivative; auto using tanh_derivative, tanh'_decreasing, tanh_zero.
Qed.

Lemma sinh_cosh_derivative x : is_derive (fun x => - (sinh x * cosh x)) x (- (2 * sinh x ^ 2 + 1)).
Proof.
  assert (E : exp x * exp (- x) = 1) by (rewrite <- exp_plus, Rplus_opp_r; apply exp_0).
  unfold sinh, cosh. auto_derive; auto. set (u := exp x) in *. set (v := exp (- x)) in *.
  replace (- (2 * ((u - v) / 2) ^ 2 + 1)) with (- (2 * ((u - v) / 2) ^ 2 + u * v)) by (rewrite E; ring). field.
Qed.

Lemma sinh_increasing x y : 0 <= x < y -> 0 <= sinh x < sinh y.
Proof.
  intros H. assert (M : forall x y, x < y -> sinh x < sinh y).
  { intros u v L. unfold sinh. assert (exp u < exp v) by now apply exp_increasing.
    assert (exp (- v) < exp (- u)) by (apply exp_increasing; lra). lra. }
  split. rewrite <- sinh_0. destruct (proj1 H) as [L | <-]; [left; now apply M | lra]. apply M, H.
Qed.

Lemma quotient_derivative (h : R -> R) (z dh : R) : z <> 0 -> is_derive h z dh ->
  is_derive (fun z => - h z / z) z (- ((z * dh - h z) / z ^ 2)).
Proof.
  intros Hz D. auto_derive. split; [eexists; exact D | lra].
  replace (Derive (fun x => h x) z) with dh by (symmetry; exact (is_derive_unique _ _ _ D)). field. lra.
Qed.

Lemma tanh_elasticity : falling_elasticity tanh tanh'.
Proof.
  assert (Sp : forall x, 0 < x -> 0 < sinh x) by (intros x Hx; rewrite <- sinh_0; apply (sinh_increasing 0 x); lra).
  assert (E : forall x, 0 < x -> tanh' x * b tanh x = / (sinh x * cosh x / x)).
  { intros x Hx. assert (P := cosh_positive x). assert (Q := Sp x Hx).
    unfold tanh', b, tanh. transitivity ((cosh x ^ 2 - sinh x ^ 2) * x / (sinh x * cosh x)). field; lra.
    replace (cosh x ^ 2 - sinh x ^ 2) with 1 by (unfold sinh, cosh; set (u := exp x); assert (W : u * exp (- x) = 1) by (unfold u; rewrite <- exp_plus, Rplus_opp_r; apply exp_0); set (v := exp (- x)) in *; lra).
    field. lra. }
  intros x y H. rewrite !E by lra.
  assert (Rp : forall z, 0 < z -> 0 < sinh z * cosh z / z).
  { intros z Hz. apply Rdiv_lt_0_compat; auto. apply Rmult_lt_0_compat; auto using cosh_positive. }
  split. apply Rinv_0_lt_compat, Rp; lra. apply Rinv_le_contravar. apply Rp; lra.
  destruct (MVT_gen (fun z => sinh z * cosh z / z) x y (fun z => (z * (2 * sinh z ^ 2 + 1) - sinh z * cosh z) / z ^ 2)) as [c [Hc Q]];
    rewrite Rmin_left, Rmax_right in * by lra.
  - intros z Hz. assert (D := quotient_derivative _ z _ ltac:(lra) (sinh_cosh_derivative z)).
    replace ((z * (2 * sinh z ^ 2 + 1) - sinh z * cosh z) / z ^ 2)
      with (- ((z * - (2 * sinh z ^ 2 + 1) - - (sinh z * cosh z)) / z ^ 2)) by (field; lra).
    revert D. apply is_derive_ext. intros t. rewrite Ropp_involutive. reflexivity.
  - intros z Hz. apply derivable_continuous_pt. eexists. apply is_derive_Reals. unfold sinh, cosh. auto_derive; [|reflexivity]. lra.
  - assert (K := strictly_concave_of_derivative (fun x => - (sinh x * cosh x)) (fun x => - (2 * sinh x ^ 2 + 1)) c).
    assert (0 < (c * (2 * sinh c ^ 2 + 1) - sinh c * cosh c) / c ^ 2 * (y - x)); [|lra].
    apply Rmult_lt_0_compat; [|lra]. apply Rdiv_lt_0_compat; [|apply pow_lt; lra].
    assert (c * - (2 * sinh c ^ 2 + 1) < - (sinh c * cosh c)); [|lra]. apply K; try lra.
    + rewrite sinh_0. ring.
    + intros; apply sinh_cosh_derivative.
    + intros u v Huv. assert (B := sinh_increasing u v Huv). nra.
Qed.
