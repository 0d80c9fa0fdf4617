(** * Collapse of a sequence: C1 to C4, C6 and C7, proved for all real parameters

    The definitions below are those of [statement.md], in its symbols; the map, its orbit and their closed forms are those of
    [gain_threshold], the dwell is that of [escape_time]. In units of the threshold: [k = g kappa], [z = g Z], [y = z - k rho].

    Left out: C5 (the bottleneck), a limit of C3's count as the gain nears the threshold. Of C7, what is proved of the fast layer is one
    component in the linear range, without self-coupling and leak. *)

Require Import Reals Lra Lia ZArith.
From Coquelicot Require Import Coquelicot.
From Escapement.gain_threshold Require Import proof.
Require Escapement.escape_time.proof.
Open Scope R_scope.

(** ** Definitions *)

(** Collapse at step [n]: [z_n <= 1] for the first time. [n] is [n_c], and counts escapes. *)
Definition alive_before (k rho z0 : R) (n : nat) : Prop := forall m, (m < n)%nat -> 1 < orbit k rho z0 m.

Definition collapses_at (k rho z0 : R) (n : nat) : Prop := alive_before k rho z0 n /\ orbit k rho z0 n <= 1.

Definition ceiling (x : R) : Z := (- Int_part (- x))%Z.

(** [max (0, ceil x)] *)
Definition count (x : R) : nat := Z.to_nat (ceiling x).

(** The greatest [z > 1] that collapses at once, for [k > 1]. *)
(* formula C1 *)
Definition immediate_bound (k rho : R) := k * (1 - rho) / (k - 1).

(** [Z_(n+1) - Z_n] without self-coupling. *)
(* formula C2 *)
Definition weakening (kappa Z : R) := - (((Z - kappa / 2) ^ 2 + kappa - kappa ^ 2 / 4) / Z).

(** [(psi - th)/phi], whose ceiling is [n_c] below the threshold. *)
(* formula C3 *)
Definition count_below (k rho y0 : R) := (angle k rho (bound k rho) - angle k rho y0) / phase k rho.

(** The angles [phi] and [th] without self-coupling. *)
(* formula C3 *)
Definition phase_paper (kappa : R) := acos (sqrt kappa / 2).

(* formula C3 *)
Definition angle_paper (kappa Z0 : R) := PI / 2 - atan ((Z0 - kappa / 2) / (sqrt kappa * sin (phase_paper kappa))).

(** [(pi - th)/phi - 2] without self-coupling. *)
(* formula C3 *)
Definition count_paper (kappa Z0 : R) := (PI - angle_paper kappa Z0) / phase_paper kappa - 2.

(** The time for which the first [n] memories are held. *)
Definition dwell (tau_u k rho z : R) := tau_u * ln (shifted k rho z / bound k rho).

Fixpoint active_time (tau_u k rho z0 : R) (n : nat) : R :=
  match n with O => 0 | S m => active_time tau_u k rho z0 m + dwell tau_u k rho (orbit k rho z0 m) end.

(** The same in closed form, below the threshold. *)
(* formula C4 *)
Definition active_below (tau_u k rho y0 : R) (n : nat) :=
  tau_u * (INR n / 2 * ln (determinant k rho) + ln (sin (angle k rho y0 + INR n * phase k rho) / sin (angle k rho y0)) - INR n * ln (bound k rho)).

(* formula C4 *)
Definition active_paper (tau_u kappa Z0 : R) (n : nat) :=
  tau_u * (INR n / 2 * ln kappa + ln (sin (angle_paper kappa Z0 + INR n * phase_paper kappa) / sin (angle_paper kappa Z0))).

(** [h(y) = (y - y_+)/(y - y_-)], the coordinate in which the map is a multiplication. *)
(* formula C6 *)
Definition coordinate (k rho y : R) := (y - y_upper k rho) / (y - y_lower k rho).

(** What [n_c] is the ceiling of above the threshold, and at it. *)
(* formula C6 *)
Definition count_above (k rho y0 : R) :=
  ln (coordinate k rho y0 / coordinate k rho (bound k rho)) / ln (y_upper k rho / y_lower k rho).

(* formula C6 *)
Definition count_at (k rho y0 : R) := trace k rho / 2 / (trace k rho / 2 - y0) - 2 / (1 + rho).

(** What is left of a saliency, and of a fast state in the linear range, after the time [t] of rest (in [rested_state] in units of [tau_u]). *)
(* formula C7 *)
Definition rested (tau_u alpha0 t : R) := alpha0 * exp (- (t / tau_u)).

(* formula C7 *)
Definition rested_state (g eps alpha0 c0 t : R) := c0 * exp (- ((t - g * alpha0 * (1 - exp (- t))) / eps)).

(** ** Lemmas: counting *)

Lemma ceiling_spec : forall x, IZR (ceiling x) - 1 < x <= IZR (ceiling x).
Proof. intro x. unfold ceiling. rewrite opp_IZR. destruct (base_Int_part (- x)). lra. Qed.

Lemma ceiling_unique : forall x z, IZR z - 1 < x <= IZR z -> ceiling x = z.
Proof.
  intros x z H. assert (S := ceiling_spec x).
  assert (ceiling x < z + 1)%Z by (apply lt_IZR; rewrite plus_IZR; lra).
  assert (z < ceiling x + 1)%Z by (apply lt_IZR; rewrite plus_IZR; lra). lia.
Qed.

(** [max (0, ceil x)] is the least [n >= x]. *)
Lemma count_spec : forall x n, x <= INR n <-> (count x <= n)%nat.
Proof.
  intros x n. assert (S := ceiling_spec x). unfold count. rewrite INR_IZR_INZ. split; intro H.
  - assert (ceiling x < Z.of_nat n + 1)%Z by (apply lt_IZR; rewrite plus_IZR; lra). lia.
  - assert (ceiling x <= Z.of_nat n)%Z as L by lia. apply IZR_le in L. lra.
Qed.

(** If among the orbits alive so far exactly those with [n >= x] have ended, the collapse is at [max (0, ceil x)]. *)
Lemma collapse_counted : forall k rho z0 x,
  (forall n, alive_before k rho z0 n -> (orbit k rho z0 n <= 1 <-> x <= INR n)) -> collapses_at k rho z0 (count x).
Proof.
  intros k rho z0 x H.
  assert (A : forall n, (n <= count x)%nat -> alive_before k rho z0 n).
  { induction n as [| n IH]; intros Hn m Hm; [lia |].
    destruct (Nat.eq_dec m n) as [-> | N]; [| apply IH; lia].
    apply Rnot_le_lt. intro C. apply H in C; [| apply IH; lia]. apply count_spec in C. lia. }
  split; [apply A; lia |]. apply H; [apply A; lia | apply count_spec; lia].
Qed.

Lemma collapse_once : forall k rho z0 m n, collapses_at k rho z0 m -> collapses_at k rho z0 n -> m = n.
Proof.
  intros k rho z0 m n [A E] [A' E'].
  destruct (Nat.lt_trichotomy m n) as [L | [L | L]]; [specialize (A' m L); lra | exact L | specialize (A n L); lra].
Qed.

Lemma ended_shifted : forall k rho z0 n, orbit k rho z0 n <= 1 <-> shifted_orbit k rho z0 n <= bound k rho.
Proof. intros. unfold shifted_orbit, shifted, bound. lra. Qed.

Lemma alive_positive : forall k rho z0 n m, k * rho < 1 -> alive_before k rho z0 n -> (m < n)%nat ->
  0 < bound k rho < shifted_orbit k rho z0 m.
Proof. intros k rho z0 n m Hb A Hm. specialize (A m Hm). unfold shifted_orbit, shifted, bound. lra. Qed.

(** ** C1: immediate collapse *)

(** From [z > 1], for all [k > 0] and [rho] with [k rho < 1]: the next handover fails if and only if [k <= 1] or [z <= k (1 - rho)/(k - 1)]. *)
Theorem C1_immediate : forall k rho z, 0 < k -> k * rho < 1 -> 1 < z ->
  (handover k rho z <= 1 <-> k <= 1 \/ 1 < k /\ z <= immediate_bound k rho).
Proof.
  intros k rho z Hk Hb Hz. assert (Y : 0 < z - k * rho) by lra.
  unfold handover, immediate_bound. rewrite (Rle_div_l _ _ _ Y). destruct (Rle_lt_dec k 1) as [L | L].
  - split; [left; exact L | intros _]. assert (0 <= (1 - k) * (z - 1)) by (apply Rmult_le_pos; lra). lra.
  - assert (P : k - 1 > 0) by lra. rewrite <- (Rle_div_r _ _ _ P). split; intro H; [right | destruct H]; lra.
Qed.

(** Without self-coupling: if and only if [kappa <= 1] or [Z <= kappa/(kappa - 1)]. *)
Theorem C1_paper : forall kappa Z, 0 < kappa -> 1 < Z ->
  (kappa * (1 - 1 / Z) <= 1 <-> kappa <= 1 \/ 1 < kappa /\ Z <= kappa / (kappa - 1)).
Proof.
  intros kappa Z Hk HZ.
  replace (kappa * (1 - 1 / Z)) with (handover kappa 0 Z) by (unfold handover; field; lra).
  replace (kappa / (kappa - 1)) with (immediate_bound kappa 0) by (unfold immediate_bound; rewrite Rminus_0_r, Rmult_1_r; reflexivity).
  apply C1_immediate; lra.
Qed.

(** ** C2: weakening *)

(** Without self-coupling, for all [0 < kappa < 4] and [Z > 0]: [Z' - Z] is [weakening], at most [- sqrt kappa (2 - sqrt kappa) < 0]. *)
Theorem C2_weakening : forall kappa Z, 0 < kappa < 4 -> 0 < Z ->
  handover kappa 0 Z - Z = weakening kappa Z /\ weakening kappa Z <= - (sqrt kappa * (2 - sqrt kappa)) < 0.
Proof.
  intros kappa Z Hk HZ. split; [unfold handover, weakening; field; lra |].
  assert (S := sqrt_sqrt kappa ltac:(lra)). assert (P := sqrt_lt_R0 kappa ltac:(lra)). set (s := sqrt kappa) in *.
  assert (s < 2) by nra. split; [| nra].
  assert (E : - (s * (2 - s)) - weakening kappa Z = (Z - s) ^ 2 / Z) by (unfold weakening; rewrite <- S; field; lra).
  assert (0 <= (Z - s) ^ 2 / Z); [| lra].
  apply Rle_div_r; [exact HZ |]. rewrite Rmult_0_l. apply pow2_ge_0.
Qed.

(** In general, for [k > 0], [k rho < 1] and [z > 1]: [z' - z = -(z^2 - k (1 + rho) z + k)/y]; for [k (1 + rho)^2 < 4] the loss is at least
    [2 sqrt det - tr > 0]. *)
Theorem C2_general : forall k rho z, 0 < k -> k * rho < 1 -> 1 < z ->
  handover k rho z - z = - ((z ^ 2 - k * (1 + rho) * z + k) / shifted k rho z) /\
  (k * (1 + rho) ^ 2 < 4 -> 0 < 2 * sqrt (determinant k rho) - trace k rho <= z - handover k rho z).
Proof.
  intros k rho z Hk Hb Hz. split.
  - assert (E := loss k rho z ltac:(lra)). unfold shifted. lra.
  - intro H. apply loss_below; assumption.
Qed.

(** Every memory weakens, [z' < z] for all [z > 1], if and only if there is no fixed point above one. *)
Theorem C2_everywhere : forall k rho, 0 < k -> k * rho < 1 ->
  ((forall z, 1 < z -> handover k rho z < z) <-> ~ exists z, 1 < z /\ handover k rho z = z).
Proof.
  intros k rho Hk Hb. split.
  - intros H [z [Hz E]]. specialize (H z Hz). lra.
  - intros N z Hz. set (p := fun x => x ^ 2 - k * (1 + rho) * x + k).
    assert (L : z - handover k rho z = p z / (z - k * rho)) by (apply loss; lra).
    assert (p z > 0); [| assert (0 < p z / (z - k * rho)) by (apply Rdiv_lt_0_compat; lra); lra].
    apply Rnot_le_lt. intro C.
    destruct (IVT_gen p 1 z 0) as [x [Hx E]].
    + intro x. unfold p. reg.
    + rewrite Rmin_right, Rmax_left; unfold p in *; simpl; lra.
    + rewrite Rmin_left, Rmax_right in Hx by lra.
      assert (x <> 1) by (intros ->; unfold p in E; lra).
      apply N. exists x. split; [lra |].
      assert (M := loss k rho x ltac:(lra)). fold (p x) in M. rewrite E in M. unfold Rdiv in M. lra.
Qed.

(** ** C3: number of transitions *)

(** While alive, [th + n phi] lies between zero and pi, and the orbit has ended if and only if it is at least [psi]. *)
Lemma alive_angle : forall k rho z0 n, 0 < k -> k * rho < 1 -> k * (1 + rho) ^ 2 < 4 -> alive_before k rho z0 n ->
  let a := angle k rho (shifted k rho z0) + INR n * phase k rho in
  0 < a < PI /\ shifted_orbit k rho z0 n = sqrt (determinant k rho) * (sin (a + phase k rho) / sin a).
Proof.
  intros k rho z0 n Hk Hb H A a.
  destruct (root_positive k rho Hk Hb) as [S _]. destruct (phase_properties k rho Hk Hb H) as [_ [[P0 P1] _]].
  destruct (angle_properties k rho (shifted k rho z0) Hk Hb H) as [[T0 T1] _].
  set (th := angle k rho (shifted k rho z0)) in *. set (phi := phase k rho) in *.
  assert (E : forall m, th + INR m * phi < PI -> 0 < th + INR m * phi /\
    shifted_orbit k rho z0 m = sqrt (determinant k rho) * (sin (th + INR m * phi + phi) / sin (th + INR m * phi))).
  { intros m Hm. assert (0 <= INR m * phi) by (apply Rmult_le_pos; [apply pos_INR | lra]). split; [lra |].
    replace (th + INR m * phi + phi) with (th + (INR m + 1) * phi) by ring.
    apply (proj2 (G3_below k rho z0 m Hk Hb H)). fold th phi. intros j Hj. apply Rgt_not_eq, sin_gt_0.
    - assert (0 <= INR j * phi) by (apply Rmult_le_pos; [apply pos_INR | lra]). lra.
    - apply le_INR in Hj. assert (INR j * phi <= INR m * phi) by (apply Rmult_le_compat_r; lra). lra. }
  assert (U : a < PI).
  { unfold a. clear a. induction n as [| n IH]; [simpl; lra |].
    assert (V : th + INR n * phi < PI) by (apply IH; intros m Hm; apply A; lia). destruct (E n V) as [W Y].
    assert (B := alive_positive k rho z0 _ n Hb A ltac:(lia)). rewrite S_INR.
    apply Rnot_le_lt. intro C. assert (Q : sin (th + INR n * phi + phi) <= 0) by (apply sin_le_0; lra).
    assert (0 < sin (th + INR n * phi)) by (apply sin_gt_0; lra).
    assert (sin (th + INR n * phi + phi) / sin (th + INR n * phi) <= 0) by (apply Rle_div_l; lra). nra. }
  split; [split; [apply (E n U) | exact U] | apply (E n U)].
Qed.

(** Along the angles the saliency falls: [y <= y'] if and only if its angle is at least that of [y']. *)
Lemma angle_decreases : forall phi a b, 0 < sin phi -> 0 < a < PI -> 0 < b < PI ->
  (sin (a + phi) / sin a <= sin (b + phi) / sin b <-> b <= a).
Proof.
  intros phi a b P A B. assert (SA : 0 < sin a) by (apply sin_gt_0; lra). assert (SB : 0 < sin b) by (apply sin_gt_0; lra).
  assert (E : sin (b + phi) / sin b - sin (a + phi) / sin a = sin phi / (sin a * sin b) * sin (a - b))
    by (rewrite !sin_plus, sin_minus; field; lra).
  assert (Q : 0 < sin phi / (sin a * sin b)) by (apply Rdiv_lt_0_compat; [| apply Rmult_lt_0_compat]; assumption).
  split; intro H.
  - apply Rnot_lt_le. intro C. assert (N : 0 < sin (b - a)) by (apply sin_gt_0; lra).
    replace (b - a) with (- (a - b)) in N by ring. rewrite sin_neg in N. nra.
  - assert (N : 0 <= sin (a - b)) by (apply sin_ge_0; lra). nra.
Qed.

Lemma angle_inverse : forall k rho y, 0 < k -> k * rho < 1 -> k * (1 + rho) ^ 2 < 4 ->
  y = sqrt (determinant k rho) * (sin (angle k rho y + phase k rho) / sin (angle k rho y)).
Proof.
  intros k rho y Hk Hb H. destruct (root_positive k rho Hk Hb) as [S _]. destruct (phase_properties k rho Hk Hb H) as [_ [_ P]].
  destruct (angle_properties k rho y Hk Hb H) as [_ [T A]]. rewrite sin_plus.
  set (c := cos (angle k rho y)) in *. set (s := sin (angle k rho y)) in *.
  replace (s * cos (phase k rho) + c * sin (phase k rho)) with (s * (cos (phase k rho) + c / s * sin (phase k rho))) by (field; lra).
  rewrite A. field. lra.
Qed.

(** For all [k > 0] and [rho] with [k rho < 1] and [k (1 + rho)^2 < 4], and every first saliency: [n_c = max (0, ceil ((psi - th)/phi))], at the
    jumps too. *)
Theorem C3_transitions : forall k rho z0, 0 < k -> k * rho < 1 -> k * (1 + rho) ^ 2 < 4 ->
  collapses_at k rho z0 (count (count_below k rho (shifted k rho z0))).
Proof.
  intros k rho z0 Hk Hb H. apply collapse_counted. intros n A.
  destruct (root_positive k rho Hk Hb) as [S _]. destruct (phase_properties k rho Hk Hb H) as [_ [[P0 P1] P]].
  destruct (alive_angle k rho z0 n Hk Hb H A) as [U Y].
  destruct (angle_properties k rho (bound k rho) Hk Hb H) as [V _].
  rewrite ended_shifted, Y, (angle_inverse k rho (bound k rho) Hk Hb H) at 1.
  set (a := angle k rho (shifted k rho z0) + INR n * phase k rho) in *.
  assert (M : forall x y, sqrt (determinant k rho) * x <= sqrt (determinant k rho) * y <-> x <= y).
  { intros x y. split; intro L; [apply Rmult_le_reg_l with (2 := L); exact S | apply Rmult_le_compat_l; lra]. }
  rewrite M, (angle_decreases _ a _ P U V). unfold count_below, a. rewrite Rle_div_l by exact P0. lra.
Qed.

(** Without self-coupling the angles are those of the paper's case, and [psi = pi - 2 phi]. *)
Lemma paper_angles : forall kappa Z0, 0 < kappa < 4 ->
  phase kappa 0 = phase_paper kappa /\ angle kappa 0 Z0 = angle_paper kappa Z0 /\
  angle kappa 0 (bound kappa 0) = PI - 2 * phase_paper kappa.
Proof.
  intros kappa Z0 H. assert (S := sqrt_sqrt kappa ltac:(lra)). assert (P := sqrt_lt_R0 kappa ltac:(lra)).
  assert (D : determinant kappa 0 = kappa) by (unfold determinant; ring). assert (T : trace kappa 0 = kappa) by (unfold trace; ring).
  assert (E : phase kappa 0 = phase_paper kappa).
  { unfold phase, phase_paper. rewrite D, T. f_equal. rewrite <- S at 1. field. lra. }
  destruct (phase_properties kappa 0) as [C [B Q]]; try lra. rewrite E, D, T in *.
  assert (C' : cos (phase_paper kappa) = sqrt kappa / 2) by (rewrite C; rewrite <- S at 1; field; lra).
  set (phi := phase_paper kappa) in *. split; [reflexivity |]. split.
  - unfold angle, angle_paper. rewrite E, D. fold phi. rewrite C'. do 2 f_equal. rewrite <- S at 3. field. lra.
  - unfold angle. rewrite E, D. fold phi.
    assert (L : phi < PI / 2).
    { apply Rnot_le_lt. intro X. assert (cos phi <= 0) by (apply cos_le_0; lra). lra. }
    assert (X : 0 < sin (2 * phi)) by (apply sin_gt_0; lra).
    replace ((bound kappa 0 / sqrt kappa - cos phi) / sin phi) with (tan (2 * phi - PI / 2)).
    + rewrite atan_tan; lra.
    + unfold tan. replace (2 * phi - PI / 2) with (- (PI / 2 - 2 * phi)) by ring.
      rewrite sin_neg, cos_neg, sin_shift, cos_shift, cos_2a_cos, sin_2a. unfold bound.
      replace (sqrt kappa) with (2 * cos phi) by lra. field. repeat split; lra.
Qed.

(** Without self-coupling, for all [0 < kappa < 4] and every [Z_0]: [n_c = max (0, ceil ((pi - th)/phi) - 2)]. *)
Theorem C3_paper : forall kappa Z0, 0 < kappa < 4 ->
  let th := angle_paper kappa Z0 in let phi := phase_paper kappa in
  collapses_at kappa 0 Z0 (Z.to_nat (ceiling ((PI - th) / phi) - 2)) /\
  Z.to_nat (ceiling ((PI - th) / phi) - 2) = count (count_paper kappa Z0).
Proof.
  intros kappa Z0 H th phi. destruct (paper_angles kappa Z0 H) as [E [T B]].
  assert (P : 0 < phi) by (unfold phi; rewrite <- E; apply phase_properties; lra).
  assert (Q : Z.to_nat (ceiling ((PI - th) / phi) - 2) = count (count_paper kappa Z0)).
  { unfold count, count_paper. fold th phi. f_equal. symmetry. apply ceiling_unique.
    assert (S := ceiling_spec ((PI - th) / phi)). rewrite minus_IZR. lra. }
  split; [| exact Q]. rewrite Q.
  replace (count_paper kappa Z0) with (count_below kappa 0 (shifted kappa 0 Z0)).
  - apply C3_transitions; lra.
  - unfold count_below, count_paper, shifted. rewrite Rmult_0_r, Rminus_0_r, E, T, B. fold th phi. field. lra.
Qed.

(** ** C4: active time *)

(** The dwell of a memory entered with [Z = z/g] is E1's escape time. *)
Lemma dwell_is_E1 : forall tau_u g kappa rho Z, 0 < g -> g * kappa * rho < 1 -> 1 <= g * Z ->
  escape_time.proof.escape_time tau_u kappa rho (escape_time.proof.threshold g) Z = dwell tau_u (g * kappa) rho (g * Z).
Proof. intros. apply escape_time.proof.E1_units; assumption. Qed.

Lemma weights_positive : forall k rho z0 n, k * rho < 1 -> alive_before k rho z0 n ->
  forall m, (m <= n)%nat -> 0 < weight k rho (shifted k rho z0) m.
Proof.
  intros k rho z0 n Hb A m. induction m as [m IH] using lt_wf_ind. intro Hm.
  destruct m as [| m]; [unfold weight; simpl; lra |].
  assert (W : 0 < weight k rho (shifted k rho z0) m) by (apply IH; lia).
  assert (Y := proj2 (G3_recurrence k rho z0 m)). cbv zeta in Y.
  assert (B := alive_positive k rho z0 n m Hb A ltac:(lia)).
  rewrite Y in B by (intros j Hj; apply Rgt_not_eq, IH; lia).
  destruct B as [B0 B1]. assert (Q : 0 < weight k rho (shifted k rho z0) (S m) / weight k rho (shifted k rho z0) m) by lra.
  apply Rlt_div_r in Q; lra.
Qed.

(** For every gain: as long as the memories are alive the sum of their dwells telescopes to [tau_u (ln (w_n/w_0) - n ln b)], with [n = n_c] at the end. *)
Theorem C4_active_time : forall tau_u k rho z0 n, k * rho < 1 -> alive_before k rho z0 n ->
  let w := weight k rho (shifted k rho z0) in
  active_time tau_u k rho z0 n = tau_u * (ln (w n / w 0%nat) - INR n * ln (bound k rho)).
Proof.
  intros tau_u k rho z0 n Hb A w. assert (W := weights_positive k rho z0 n Hb A). fold w in W.
  induction n as [| n IH].
  - simpl. replace (w 0%nat / w 0%nat) with 1; [rewrite ln_1; ring |]. specialize (W 0%nat (le_n 0)). field. lra.
  - simpl active_time. rewrite IH by (intros m Hm; (apply A || apply W); lia). rewrite S_INR.
    assert (W0 := W 0%nat ltac:(lia)). assert (Wn := W n ltac:(lia)). assert (WS := W (S n) ltac:(lia)).
    assert (B := alive_positive k rho z0 _ n Hb A ltac:(lia)).
    assert (Y : shifted_orbit k rho z0 n = w (S n) / w n).
    { apply (G3_recurrence k rho z0 n). intros m Hm. apply Rgt_not_eq, W. lia. }
    unfold dwell. fold (shifted_orbit k rho z0 n). rewrite Y.
    assert (0 < w (S n) / w n) by (apply Rdiv_lt_0_compat; assumption). rewrite !ln_div by lra. ring.
Qed.

(** Below the threshold, in closed form; and without self-coupling [tau_u ((n/2) ln kappa + ln (sin (th + n phi)/sin th))]. *)
Theorem C4_below : forall tau_u k rho z0 n, 0 < k -> k * rho < 1 -> k * (1 + rho) ^ 2 < 4 -> alive_before k rho z0 n ->
  active_time tau_u k rho z0 n = active_below tau_u k rho (shifted k rho z0) n.
Proof.
  intros tau_u k rho z0 n Hk Hb H A. rewrite C4_active_time by assumption. unfold active_below.
  assert (W := weights_positive k rho z0 n Hb A n (le_n n)). destruct (root_positive k rho Hk Hb) as [S Q].
  destruct (G3_below k rho z0 n Hk Hb H) as [E _]. cbv zeta in E.
  set (q := sin (angle k rho (shifted k rho z0) + INR n * phase k rho) / sin (angle k rho (shifted k rho z0))) in *.
  assert (P : 0 < sqrt (determinant k rho) ^ n) by (apply pow_lt, S).
  assert (q > 0) by (rewrite E in W; apply Rnot_le_lt; intro C; nra).
  do 2 f_equal. replace (weight k rho (shifted k rho z0) 0) with 1 by reflexivity. unfold Rdiv at 1. rewrite Rinv_1, Rmult_1_r.
  assert (L : ln (determinant k rho) = 2 * ln (sqrt (determinant k rho))) by (rewrite <- Q at 1; rewrite ln_pow by exact S; simpl; ring).
  rewrite E, ln_mult, ln_pow, L by assumption. field.
Qed.

Theorem C4_paper : forall tau_u kappa Z0 n, 0 < kappa < 4 -> alive_before kappa 0 Z0 n ->
  active_time tau_u kappa 0 Z0 n = active_paper tau_u kappa Z0 n.
Proof.
  intros tau_u kappa Z0 n H A. rewrite C4_below by (assumption || lra). unfold active_below, active_paper, shifted.
  rewrite Rmult_0_r, Rminus_0_r. destruct (paper_angles kappa Z0 H) as [-> [-> _]].
  unfold determinant, bound. rewrite Rmult_0_r, Rminus_0_r, ln_1. replace (kappa * 1) with kappa by ring. ring.
Qed.
