(** * Collapse of a sequence: C1 to C7, proved for all real parameters

    The definitions below are those of [statement.md], in its symbols; the map, its orbit and their closed forms are those of
    [gain_threshold], the dwell is that of [escape_time]. In units of the threshold: [k = g kappa], [z = g Z], [y = z - k rho].

    Of C5 the limit is proved for [z_0 > 2/(1 + rho)]; the next term of its expansion, and what happens at and below that point, is not. Of C7 what is
    proved of the fast layer is one component in the linear range, without self-coupling and leak. Everything else of the statement is proved. *)

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

(** The limit of [n_c sqrt (4 - k (1 + rho)^2)] as the gain nears the threshold from below. *)
(* formula C5 *)
Definition bottleneck (rho : R) := 2 * PI * (1 - rho) / (1 + rho).

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

(** ** C5: bottleneck *)

Lemma continuous_left : forall f a, continuity_pt f a -> filterlim f (at_left a) (locally (f a)).
Proof.
  intros f a H. apply (filterlim_filter_le_1 (F := locally a) f); [apply filter_le_within | apply continuity_pt_filterlim, H].
Qed.

Lemma positive_left : forall f a, continuity_pt f a -> 0 < f a -> at_left a (fun x => 0 < f x).
Proof. intros f a H P. apply (continuous_left f a H), (open_gt 0 (f a) P). Qed.

Lemma continuity_sqrt : forall f a, continuity_pt f a -> 0 <= f a -> continuity_pt (fun x => sqrt (f x)) a.
Proof. intros f a H P. apply (continuity_pt_comp f sqrt); [exact H | apply continuity_pt_sqrt, P]. Qed.

Lemma continuity_atan : forall f a, continuity_pt f a -> continuity_pt (fun x => atan (f x)) a.
Proof. intros f a H. apply (continuity_pt_comp f atan); [exact H | apply derivable_continuous_pt, derivable_pt_atan]. Qed.

(** Near the threshold the angles in terms of [sqrt (4 - k (1 + rho)^2)], which vanishes there. *)
Definition sine (rho k : R) := sqrt (4 - k * (1 + rho) ^ 2) / (2 * sqrt (bound k rho)).

Definition cosine (rho k : R) := trace k rho / (2 * sqrt (determinant k rho)).

Definition excess (rho z0 k : R) := shifted k rho z0 / sqrt (determinant k rho) - cosine rho k.

Definition deficit (rho k : R) := cosine rho k - bound k rho / sqrt (determinant k rho).

Lemma angles_near : forall k rho z0, 0 < k -> k * rho < 1 -> k * (1 + rho) ^ 2 < 4 ->
  0 < cosine rho k -> 0 < excess rho z0 k -> 0 < deficit rho k ->
  sin (phase k rho) = sine rho k /\ phase k rho = atan (sine rho k / cosine rho k) /\
  angle k rho (shifted k rho z0) = atan (sine rho k / excess rho z0 k) /\
  angle k rho (bound k rho) = PI - atan (sine rho k / deficit rho k).
Proof.
  intros k rho z0 Hk Hb H HC HE HD. destruct (root_positive k rho Hk Hb) as [S Q].
  destruct (phase_properties k rho Hk Hb H) as [C [[P0 P1] P]]. fold (cosine rho k) in C.
  assert (B : 0 < bound k rho) by (unfold bound; lra). assert (R := sqrt_lt_R0 _ B). assert (RR := sqrt_sqrt _ (Rlt_le _ _ B)).
  assert (U : 0 <= 4 - k * (1 + rho) ^ 2) by lra. assert (V := sqrt_sqrt _ U). assert (W := sqrt_pos (4 - k * (1 + rho) ^ 2)).
  assert (E : sin (phase k rho) = sine rho k).
  { apply Rsqr_inj; [lra | unfold sine; apply Rle_div_r; lra |].
    assert (T := sin2_cos2 (phase k rho)). rewrite C in T.
    replace (Rsqr (sin (phase k rho))) with (1 - Rsqr (cosine rho k)) by lra. unfold sine, cosine, Rsqr.
    replace (sqrt (4 - k * (1 + rho) ^ 2) / (2 * sqrt (bound k rho)) * (sqrt (4 - k * (1 + rho) ^ 2) / (2 * sqrt (bound k rho))))
      with ((sqrt (4 - k * (1 + rho) ^ 2) * sqrt (4 - k * (1 + rho) ^ 2)) / (4 * (sqrt (bound k rho) * sqrt (bound k rho)))) by (field; lra).
    replace (trace k rho / (2 * sqrt (determinant k rho)) * (trace k rho / (2 * sqrt (determinant k rho))))
      with (trace k rho ^ 2 / (4 * sqrt (determinant k rho) ^ 2)) by (field; lra).
    rewrite V, RR, Q. unfold determinant, trace. fold (bound k rho). replace (1 - k * rho) with (bound k rho) by reflexivity.
    unfold bound in *. field. lra. }
  assert (L : phase k rho < PI / 2).
  { apply Rnot_le_lt. intro X. assert (cos (phase k rho) <= 0) by (apply cos_le_0; lra). lra. }
  split; [exact E |]. split; [| split].
  - rewrite <- E, <- C. symmetry. apply atan_tan. lra.
  - unfold angle. rewrite E, C. fold (excess rho z0 k). rewrite <- atan_inv by (apply Rdiv_lt_0_compat; lra).
    f_equal. field. lra.
  - unfold angle. rewrite E, C.
    replace ((bound k rho / sqrt (determinant k rho) - cosine rho k) / sine rho k) with (- (deficit rho k / sine rho k)) by (unfold deficit; field; lra).
    rewrite atan_opp. assert (A := atan_inv (deficit rho k / sine rho k) ltac:(apply Rdiv_lt_0_compat; lra)).
    replace (sine rho k / deficit rho k) with (/ (deficit rho k / sine rho k)) by (field; lra). lra.
Qed.

(** For all [-1 < rho < 1] and fixed [z_0 > 2/(1 + rho)]: [n_c sqrt (4 - k (1 + rho)^2) -> 2 pi (1 - rho)/(1 + rho)] as [k -> 4/(1 + rho)^2] from below. *)
Theorem C5_bottleneck : forall rho z0, -1 < rho < 1 -> 2 / (1 + rho) < z0 ->
  filterlim (fun k => INR (count (count_below k rho (shifted k rho z0))) * sqrt (4 - k * (1 + rho) ^ 2))
    (at_left (gain_threshold rho)) (locally (bottleneck rho)).
Proof.
  intros rho z0 Hr Hz. set (a := gain_threshold rho).
  assert (R1 : 1 + rho <> 0) by lra. assert (A : 0 < a) by (apply Rdiv_lt_0_compat; [lra | apply pow_lt; lra]).
  assert (A4 : a * (1 + rho) ^ 2 = 4) by (unfold a, gain_threshold; field; exact R1).
  set (q := (1 - rho) / (1 + rho)). assert (q0 : 0 < q) by (apply Rdiv_lt_0_compat; lra).
  assert (EB : bound a rho = q * q) by (unfold bound, a, gain_threshold, q; field; exact R1).
  set (y := 2 * (1 - rho) / (1 + rho) ^ 2). assert (y0 : 0 < y) by (apply Rdiv_lt_0_compat; [lra | apply pow_lt; lra]).
  assert (ED : determinant a rho = y * y) by (unfold determinant; fold (bound a rho); rewrite EB; unfold a, gain_threshold, q, y; field; exact R1).
  assert (ET : trace a rho = 2 * y) by (unfold trace, a, gain_threshold, y; field; exact R1).
  assert (SB : sqrt (bound a rho) = q) by (rewrite EB; apply sqrt_square; lra).
  assert (SD : sqrt (determinant a rho) = y) by (rewrite ED; apply sqrt_square; lra).
  assert (SS : sqrt (4 - a * (1 + rho) ^ 2) = 0) by (rewrite A4, Rminus_eq_0; apply sqrt_0).
  (* Continuity of the pieces at the threshold, and their values there. *)
  assert (cS : continuity_pt (fun k => sqrt (4 - k * (1 + rho) ^ 2)) a) by (apply continuity_sqrt; [reg | lra]).
  assert (cB : continuity_pt (fun k => sqrt (bound k rho)) a) by (apply continuity_sqrt; [unfold bound; reg | rewrite EB; nra]).
  assert (cD : continuity_pt (fun k => sqrt (determinant k rho)) a) by (apply continuity_sqrt; [unfold determinant; reg | rewrite ED; nra]).
  assert (cN : continuity_pt (sine rho) a).
  { apply continuity_pt_div; [exact cS | apply continuity_pt_mult; [reg | exact cB] | rewrite SB; lra]. }
  assert (cC : continuity_pt (cosine rho) a).
  { apply continuity_pt_div; [unfold trace; reg | apply continuity_pt_mult; [reg | exact cD] | rewrite SD; lra]. }
  assert (cE : continuity_pt (excess rho z0) a).
  { apply continuity_pt_minus; [apply continuity_pt_div; [unfold shifted; reg | exact cD | rewrite SD; lra] | exact cC]. }
  assert (cF : continuity_pt (deficit rho) a).
  { apply continuity_pt_minus; [exact cC | apply continuity_pt_div; [unfold bound; reg | exact cD | rewrite SD; lra]]. }
  assert (VN : sine rho a = 0) by (unfold sine; rewrite SS; unfold Rdiv; ring).
  assert (VC : cosine rho a = 1) by (unfold cosine; rewrite SD, ET; field; lra).
  assert (VE : 0 < excess rho z0 a).
  { unfold excess. rewrite VC, SD. apply Rlt_Rminus, Rlt_div_r; [exact y0 |]. unfold shifted, a, gain_threshold, y.
    replace (1 * (2 * (1 - rho) / (1 + rho) ^ 2)) with (2 / (1 + rho) - 4 / (1 + rho) ^ 2 * rho) by (field; exact R1). lra. }
  assert (VF : 0 < deficit rho a).
  { unfold deficit. rewrite VC, SD, EB. replace (1 - q * q / y) with ((1 + rho) / 2) by (unfold q, y; field; lra). lra. }
  (* The product is x S + (n - x) S with x S = G sin phi/phi. *)
  set (G := fun k => (PI - atan (sine rho k / deficit rho k) - atan (sine rho k / excess rho z0 k)) * (2 * sqrt (bound k rho))).
  assert (cG : continuity_pt G a).
  { apply continuity_pt_mult; [| apply continuity_pt_mult; [reg | exact cB]].
    repeat apply continuity_pt_minus; [reg | |]; apply continuity_atan, continuity_pt_div; assumption || lra. }
  assert (VG : G a = bottleneck rho).
  { unfold G, bottleneck. rewrite VN, SB. unfold Rdiv. rewrite !Rmult_0_l, atan_0. unfold q. field. exact R1. }
  set (p := fun k => atan (sine rho k / cosine rho k)).
  assert (cp : continuity_pt p a) by (apply continuity_atan, continuity_pt_div; assumption || lra).
  assert (Vp : p a = 0) by (unfold p; rewrite VN; unfold Rdiv; rewrite Rmult_0_l; apply atan_0).
  assert (near : at_left a (fun k => 0 < k /\ k * rho < 1 /\ k * (1 + rho) ^ 2 < 4 /\ 0 < cosine rho k /\ 0 < excess rho z0 k /\ 0 < deficit rho k)).
  { assert (H1 := positive_left (fun k => k) a ltac:(reg) A).
    assert (H2 := positive_left (fun k => bound k rho) a ltac:(unfold bound; reg) ltac:(cbv beta; rewrite EB; nra)).
    assert (H3 := positive_left _ a cC ltac:(lra)). assert (H4 := positive_left _ a cE VE). assert (H5 := positive_left _ a cF VF).
    assert (H6 : at_left a (fun k => k < a)) by (exists (mkposreal 1 Rlt_0_1); auto).
    generalize (filter_and _ _ H1 (filter_and _ _ H2 (filter_and _ _ H3 (filter_and _ _ H4 (filter_and _ _ H5 H6))))).
    apply filter_imp. intros k [K1 [K2 [K3 [K4 [K5 K6]]]]]. unfold bound in K2.
    assert (0 < (1 + rho) ^ 2) by (apply pow_lt; lra). repeat split; try assumption; [lra | nra]. }
  assert (sinc : filterlim (fun k => sin (p k) / p k) (at_left a) (locally 1)).
  { apply (filterlim_comp _ _ _ p (fun x => sin x / x) (at_left a) (locally' 0) (locally 1)); [| exact is_lim_sinc_0].
    intros P [d HP]. change (at_left a (fun k => P (p k))). assert (T : at_left a (fun k => ball 0 d (p k))).
    { assert (T := continuous_left p a cp). rewrite Vp in T. apply T. exists d. auto. }
    generalize (filter_and _ _ T near). apply filter_imp. intros k [K1 [K2 [K3 [K4 [K5 [K6 K7]]]]]].
    apply HP; [exact K1 |]. destruct (angles_near k rho z0 K2 K3 K4 K5 K6 K7) as [_ [E _]].
    unfold p. rewrite <- E. apply Rgt_not_eq, phase_properties; assumption. }
  assert (X : filterlim (fun k => G k * (sin (p k) / p k)) (at_left a) (locally (bottleneck rho))).
  { replace (bottleneck rho) with (G a * 1) by (rewrite VG; ring).
    apply (filterlim_comp_2 (F := at_left a) (G := locally (G a)) (H := locally 1) G (fun k => sin (p k) / p k) Rmult);
      [apply continuous_left, cG | exact sinc | apply (filterlim_mult (G a) 1)]. }
  apply filterlim_locally. intro eps. set (half := pos_div_2 eps).
  assert (X' := proj1 (filterlim_locally _ _) X half).
  assert (S' := continuous_left _ a cS). cbv beta in S'. rewrite SS in S'. assert (S'' := proj1 (filterlim_locally _ _) S' half).
  generalize (filter_and _ _ near (filter_and _ _ X' S'')). apply filter_imp.
  intros k [[K2 [K3 [K4 [K5 [K6 K7]]]]] [BX BS]].
  destruct (angles_near k rho z0 K2 K3 K4 K5 K6 K7) as [E1 [E2 [E3 E4]]].
  destruct (phase_properties k rho K2 K3 K4) as [_ [[P0 _] _]].
  set (S := sqrt (4 - k * (1 + rho) ^ 2)) in *. assert (S0 : 0 <= S) by apply sqrt_pos.
  set (x := count_below k rho (shifted k rho z0)).
  assert (xS : x * S = G k * (sin (p k) / p k)).
  { assert (B : 0 < sqrt (bound k rho)) by (apply sqrt_lt_R0; unfold bound; lra).
    unfold x, count_below, p. rewrite <- E2, E1, E3, E4. unfold G, sine. fold S. field. lra. }
  assert (x0 : -1 < x).
  { unfold x, count_below. rewrite E3, E4. apply Rlt_div_r; [exact P0 |].
    assert (T := atan_bound (sine rho k / excess rho z0 k)). assert (T' := atan_bound (sine rho k / deficit rho k)). lra. }
  assert (n0 : 0 <= INR (count x) - x < 1).
  { split; [assert (x <= INR (count x)) by (apply count_spec; lia); lra |]. assert (T := ceiling_spec x). unfold count. rewrite INR_IZR_INZ, Z2Nat.id; [lra |].
    assert (-1 < ceiling x)%Z by (apply lt_IZR; lra). lia. }
  unfold ball in *; simpl in *. unfold AbsRing_ball, abs, minus, plus, opp in *; simpl in *.
  rewrite <- xS in BX. rewrite Ropp_0, Rplus_0_r, Rabs_pos_eq in BS by exact S0. apply Rabs_def2 in BX.
  assert (0 <= (INR (count x) - x) * S <= S) by (split; nra). apply Rabs_def1; lra.
Qed.

(** Without self-coupling, for fixed [Z_0 > 2]: [n_c sqrt (4 - kappa) -> 2 pi] as [kappa -> 4] from below. *)
Theorem C5_paper : forall Z0, 2 < Z0 ->
  filterlim (fun kappa => INR (Z.to_nat (ceiling ((PI - angle_paper kappa Z0) / phase_paper kappa) - 2)) * sqrt (4 - kappa)) (at_left 4) (locally (2 * PI)).
Proof.
  intros Z0 H. assert (L := C5_bottleneck 0 Z0 ltac:(lra) ltac:(lra)). rewrite G1_paper in L.
  replace (2 * PI) with (bottleneck 0) by (unfold bottleneck; field). revert L. apply filterlim_ext_loc.
  exists (mkposreal 4 ltac:(lra)). intros kappa B K.
  unfold ball in B; simpl in B. unfold AbsRing_ball, abs, minus, plus, opp in B; simpl in B. apply Rabs_def2 in B.
  f_equal.
  - f_equal. apply (collapse_once kappa 0 Z0); [apply C3_transitions | apply C3_paper]; lra.
  - f_equal. ring.
Qed.

(** ** C6: basin *)

(** [y] lies on the same side of both fixed points as the threshold [b] does. *)
Definition beside (k rho y : R) : Prop :=
  0 < (y - y_lower k rho) * (bound k rho - y_lower k rho) /\ 0 < (y - y_upper k rho) * (bound k rho - y_upper k rho).

Lemma same_sign_quotient : forall a b, 0 < a * b -> 0 < a / b.
Proof.
  intros a b H. assert (b <> 0) by (intros ->; lra).
  replace (a / b) with (a * b * (/ b * / b)) by (field; assumption).
  apply Rmult_lt_0_compat; [exact H |]. apply Rlt_0_sqr, Rinv_neq_0_compat. assumption.
Qed.

Lemma same_sign_scaled : forall a b c d y, 0 < a * b -> 0 < c -> 0 < y -> d = c * a / y -> 0 < d * b.
Proof.
  intros a b c d y H Hc Hy ->. replace (c * a / y * b) with (c / y * (a * b)) by (field; lra).
  apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat |]; assumption.
Qed.

(** The count above the threshold for every first saliency beside the threshold, where both [y_-] and [y_+] are positive. *)
Lemma count_beside : forall k rho z0, k * rho < 1 -> 0 < k ^ 2 * (1 + rho) ^ 2 - 4 * k -> 0 < y_lower k rho ->
  beside k rho (shifted k rho z0) -> collapses_at k rho z0 (count (count_above k rho (shifted k rho z0))).
Proof.
  intros k rho z0 Hb D L B0. destruct (roots k rho (Rlt_le _ _ D)) as [S [P [_ [_ O]]]].
  set (l := y_lower k rho) in *. set (u := y_upper k rho) in *. set (b := bound k rho) in *.
  assert (LU : l < u).
  { unfold l, u, y_lower, y_upper, shifted, lower, upper. assert (T := sqrt_lt_R0 _ D). lra. }
  apply collapse_counted. intros n A.
  assert (Q : beside k rho (shifted_orbit k rho z0 n)).
  { clear - A B0 S P L LU Hb. induction n as [| n IH]; [exact B0 |].
    destruct IH as [IH1 IH2]; [intros m Hm; apply A; lia |].
    assert (Y := alive_positive k rho z0 _ n Hb A ltac:(lia)). set (y := shifted_orbit k rho z0 n) in *.
    assert (R : shifted_orbit k rho z0 (Datatypes.S n) = u + l - u * l / y) by (rewrite orbit_step by (fold y; lra); rewrite S, P; reflexivity).
    split; [apply (same_sign_scaled _ _ u _ y IH1) | apply (same_sign_scaled _ _ l _ y IH2)]; try lra; rewrite R; fold l u; field; lra. }
  assert (N : forall x, 0 < x * (b - l) -> x <> 0) by (intros x Hx ->; lra).
  assert (N' : forall x, 0 < x * (b - u) -> x <> 0) by (intros x Hx ->; lra).
  destruct B0 as [B1 B2]. destruct Q as [Q1 Q2]. fold l u b in B1, B2, Q1, Q2.
  assert (bl : b - l <> 0) by (intro C; rewrite C in B1; lra). assert (bu : b - u <> 0) by (intro C; rewrite C in B2; lra).
  set (y0 := shifted k rho z0) in *. set (y := shifted_orbit k rho z0 n) in *.
  assert (E : coordinate k rho y / coordinate k rho b = (l / u) ^ n * (coordinate k rho y0 / coordinate k rho b)).
  { destruct (G3_above k rho z0 n D) as [_ [E _]].
    - rewrite <- P. apply Rgt_not_eq, Rmult_lt_0_compat; lra.
    - unfold shifted_orbit; simpl. fold y0 l. assert (T := N _ B1). lra.
    - intros m Hm. assert (T := alive_positive k rho z0 n m Hb A Hm). lra.
    - fold y l u in E. unfold coordinate at 1 3. fold l u. rewrite E. unfold shifted_orbit; simpl. fold y0. field.
      unfold coordinate; fold l u. repeat split; try lra; [apply (N _ B1) |].
      apply Rmult_integral_contrapositive_currified; [lra | apply Rinv_neq_0_compat; lra]. }
  assert (F : forall x, 0 < (x - l) * (b - l) -> 0 < (x - u) * (b - u) -> 0 < coordinate k rho x / coordinate k rho b).
  { intros x X1 X2. assert (T := N _ X1). unfold coordinate. fold l u.
    replace ((x - u) / (x - l) / ((b - u) / (b - l))) with ((x - u) / (b - u) / ((x - l) / (b - l))) by (field; auto).
    apply Rdiv_lt_0_compat; apply same_sign_quotient; assumption. }
  assert (hb : 0 < coordinate k rho b).
  { unfold coordinate. fold l u. apply same_sign_quotient. unfold b, bound.
    replace ((1 - k * rho - u) * (1 - k * rho - l)) with ((1 - k * rho) ^ 2 - (u + l) * (1 - k * rho) + u * l) by ring.
    rewrite S, P. unfold trace, determinant. ring_simplify. lra. }
  assert (G : y <= b <-> coordinate k rho y / coordinate k rho b <= 1).
  { assert (T := N _ Q1). rewrite (Rle_div_l _ _ _ hb), Rmult_1_l.
    assert (W : coordinate k rho b - coordinate k rho y = (u - l) * (b - y) / ((y - l) * (b - l))) by (unfold coordinate; fold l u; field; auto).
    assert (V : 0 < (u - l) / ((y - l) * (b - l))) by (apply Rdiv_lt_0_compat; lra).
    replace ((u - l) * (b - y) / ((y - l) * (b - l))) with ((u - l) / ((y - l) * (b - l)) * (b - y)) in W by (field; auto).
    split; intro X; nra. }
  rewrite ended_shifted. fold y b. rewrite G, E.
  set (q := coordinate k rho y0 / coordinate k rho b) in *. assert (q0 : 0 < q) by (apply F; assumption).
  assert (R0 : 0 < l / u) by (apply Rdiv_lt_0_compat; lra). assert (RN : 0 < (l / u) ^ n) by (apply pow_lt, R0).
  assert (U : 0 < ln (u / l)) by (rewrite <- ln_1; apply ln_increasing; [lra | apply Rlt_div_r; lra]).
  unfold count_above. fold u l b q. rewrite (Rle_div_l _ _ _ U).
  assert (I : ln ((l / u) ^ n * q) = ln q - INR n * ln (u / l)).
  { rewrite ln_mult, ln_pow, !ln_div by lra. ring. }
  split; intro X.
  - assert (ln ((l / u) ^ n * q) <= ln 1) by (apply ln_le; [apply Rmult_lt_0_compat |]; assumption). rewrite ln_1 in *. lra.
  - apply Rnot_lt_le. intro C. assert (ln 1 < ln ((l / u) ^ n * q)) by (apply ln_increasing; lra). rewrite ln_1 in *. lra.
Qed.

(** In the window above its lower end, from every [z_0 < z_-]: the sequence collapses, after [n_c = max (0, ceil (ln (h_0/h_b)/ln (y_+/y_-)))]. *)
Theorem C6_count_above : forall k rho z0, window k rho -> gain_threshold rho < k -> z0 < lower k rho ->
  collapses_at k rho z0 (count (count_above k rho (shifted k rho z0))).
Proof.
  intros k rho z0 W K H. assert (Hk := window_positive k rho W). destruct (window_roots k rho W) as [_ [_ [[B0 B1] B2]]].
  assert (V := W). destruct V as [[R0 R1] [Hb _]].
  apply count_beside; [exact Hb | | lra |].
  - unfold gain_threshold in K. apply Rlt_div_l in K; nra.
  - assert (shifted k rho z0 < y_lower k rho) by (unfold y_lower, shifted; lra).
    assert (S : forall a b, a < 0 -> b < 0 -> 0 < a * b) by (intros; nra).
    split; apply S; lra.
Qed.

(** At the threshold, on the window's side and for [rho < -1] alike, beside the double fixed point: [n_c = max (0, ceil (y*/(y* - y_0) - z* ))]. *)
Lemma count_beside_at : forall k rho z0, 0 < k -> k * rho < 1 -> rho < 1 -> 1 + rho <> 0 -> k * (1 + rho) ^ 2 = 4 ->
  0 < (shifted k rho z0 - trace k rho / 2) * (bound k rho - trace k rho / 2) ->
  collapses_at k rho z0 (count (count_at k rho (shifted k rho z0))).
Proof.
  intros k rho z0 Hk Hb Hr R1 K B0. set (y' := trace k rho / 2) in *. set (b := bound k rho) in *.
  assert (P : 0 < y') by (unfold y', trace; apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat |]; lra).
  assert (Z : k ^ 2 * (1 + rho) ^ 2 - 4 * k = 0) by (replace (k ^ 2 * (1 + rho) ^ 2) with (k * (k * (1 + rho) ^ 2)) by ring; rewrite K; ring).
  assert (T : trace k rho = 2 * y') by (unfold y'; field).
  assert (Q : determinant k rho = y' * y') by (assert (E := discriminant k rho); rewrite T in E; lra).
  assert (bn : b - y' <> 0) by (intro C; rewrite C in B0; lra).
  set (y0 := shifted k rho z0) in *. assert (yn : y0 - y' <> 0) by (intro C; rewrite C in B0; lra).
  apply collapse_counted. intros n A.
  assert (S : 0 < (shifted_orbit k rho z0 n - y') * (b - y')).
  { clear - A B0 T Q P Hb. induction n as [| n IH]; [exact B0 |].
    assert (Y := alive_positive k rho z0 _ n Hb A ltac:(lia)). set (y := shifted_orbit k rho z0 n) in *.
    apply (same_sign_scaled (y - y') _ y' _ y); [apply IH; intros m Hm; apply A; lia | lra | lra |].
    rewrite orbit_step by (fold y; lra). fold y. rewrite T, Q. field. lra. }
  destruct (G3_at k rho z0 n Z) as [N [E _]].
  - unfold y' in P. lra.
  - unfold shifted_orbit; simpl. fold y0 y'. lra.
  - intros m Hm. assert (V := alive_positive k rho z0 n m Hb A Hm). lra.
  - fold y' in N, E. unfold shifted_orbit in E at 2; simpl in E. fold y0 in E. rewrite ended_shifted. fold b.
    set (y := shifted_orbit k rho z0 n) in *.
    assert (W : 1 / (y - y') - 1 / (b - y') = 1 / ((y - y') * (b - y')) * (b - y)) by (field; lra).
    assert (V : 0 < 1 / ((y - y') * (b - y'))) by (apply Rdiv_lt_0_compat; lra).
    assert (C : count_at k rho y0 = y' * (1 / (b - y') - 1 / (y0 - y'))).
    { unfold count_at. fold y'. assert (BE : y' / (b - y') = - (2 / (1 + rho))).
      { assert (KE : k = 4 / (1 + rho) ^ 2) by (rewrite <- K; field; exact R1).
        assert (BY : b - y' = - ((1 - rho) / (1 + rho))) by (unfold b, bound, y', trace; rewrite KE; field; exact R1).
        assert (YE : y' = 2 * (1 - rho) / (1 + rho) ^ 2) by (unfold y', trace; rewrite KE; field; exact R1).
        rewrite BY, YE. field. lra. }
      replace (y' * (1 / (b - y') - 1 / (y0 - y'))) with (y' / (b - y') - y' / (y0 - y')) by (field; lra).
      rewrite BE. field. lra. }
    rewrite C. assert (J : INR n = y' * (1 / (y - y') - 1 / (y0 - y'))) by (rewrite E; field; lra).
    rewrite J. split; intro X.
    + apply Rmult_le_compat_l; [lra |]. nra.
    + apply Rmult_le_reg_l in X; [| exact P]. nra.
Qed.

(** At the lower end of the window, from every [z_0 < z* = 2/(1 + rho)]. *)
Theorem C6_count_at : forall k rho z0, window k rho -> k = gain_threshold rho -> z0 < 2 / (1 + rho) ->
  collapses_at k rho z0 (count (count_at k rho (shifted k rho z0))).
Proof.
  intros k rho z0 W K H. assert (Hk := window_positive k rho W). destruct (window_roots k rho W) as [D [_ [[B0 B1] _]]].
  destruct (G2_multipliers k rho W) as [_ [_ [_ [_ M]]]]. destruct (M K) as [EL [EU _]].
  destruct (roots k rho D) as [S _]. destruct W as [[R0 R1] [Hb _]].
  apply count_beside_at; try lra.
  - rewrite K. unfold gain_threshold. field. lra.
  - assert (Y : trace k rho / 2 = y_lower k rho) by (unfold y_lower, y_upper, shifted in *; rewrite EL, EU in *; lra).
    rewrite Y. assert (shifted k rho z0 < y_lower k rho) by (unfold y_lower, shifted in *; lra).
    replace ((shifted k rho z0 - y_lower k rho) * (bound k rho - y_lower k rho))
      with ((y_lower k rho - shifted k rho z0) * (y_lower k rho - bound k rho)) by ring.
    apply Rmult_lt_0_compat; lra.
Qed.

(** In the window, the threshold included: the sequence collapses if and only if [z_0 < z_-], which is [2 z_0 < k (1 + rho)] and
    [z_0^2 - k (1 + rho) z_0 + k > 0]. *)
Theorem C6_basin : forall k rho z0, window k rho ->
  ((exists n, collapses_at k rho z0 n) <-> z0 < lower k rho) /\
  (z0 < lower k rho <-> 2 * z0 < k * (1 + rho) /\ z0 ^ 2 - k * (1 + rho) * z0 + k > 0).
Proof.
  intros k rho z0 W. destruct (window_roots k rho W) as [D [[L O] _]]. destruct (roots k rho D) as [_ [_ [S _]]]. split; split.
  - intros [n [_ E]]. apply Rnot_le_lt. intro C. destruct (G1_above k rho z0 W C) as [A _]. specialize (A n). lra.
  - intro H. destruct (Rle_lt_or_eq_dec _ _ (proj2 (proj2 W))) as [K | K].
    + eexists. apply (C6_count_above k rho z0 W K H).
    + destruct (G2_multipliers k rho W) as [_ [_ [_ [_ M]]]]. destruct (M (eq_sym K)) as [E _].
      eexists. apply (C6_count_at k rho z0 W (eq_sym K)). lra.
  - intro H. split; [lra |]. rewrite factored by exact D. nra.
  - intros [V P]. rewrite factored in P by exact D. apply Rnot_le_lt. intro C. nra.
Qed.

(** For [rho <= -1] every sequence collapses, with the same two formulas, for every [z_0 > 0]. *)
Theorem C6_outside : forall k rho z0, 0 < k -> rho <= -1 -> 0 < z0 ->
  (4 < k * (1 + rho) ^ 2 -> collapses_at k rho z0 (count (count_above k rho (shifted k rho z0)))) /\
  (k * (1 + rho) ^ 2 = 4 -> collapses_at k rho z0 (count (count_at k rho (shifted k rho z0)))).
Proof.
  intros k rho z0 Hk Hr H0. assert (Hb : k * rho < 0) by nra. split; intro K.
  - assert (D : 0 < k ^ 2 * (1 + rho) ^ 2 - 4 * k) by nra. destruct (roots k rho (Rlt_le _ _ D)) as [S [P [S' [P' O]]]].
    assert (U : upper k rho < 0) by nra.
    assert (Y : y_upper k rho < - (k * rho)) by (unfold y_upper, shifted; lra).
    assert (OY : y_lower k rho <= y_upper k rho) by (unfold y_lower, y_upper, shifted; lra).
    assert (TP : 0 < trace k rho) by (unfold trace; apply Rmult_lt_0_compat; lra).
    assert (DP : 0 < determinant k rho) by (unfold determinant; apply Rmult_lt_0_compat; lra).
    apply count_beside; [lra | exact D | nra |]. unfold beside, shifted, bound.
    split; apply Rmult_lt_0_compat; lra.
  - assert (R1 : 1 + rho <> 0) by (intro C; rewrite C in K; lra).
    apply count_beside_at; try lra. unfold shifted, bound, trace.
    assert (k * (1 + rho) < 0) by nra. apply Rmult_lt_0_compat; lra.
Qed.

(** Without self-coupling: [ceil (ln h_0/ln (Z_+/Z_-)) - 2] and, at [kappa = 4], [ceil (2/(2 - Z_0)) - 2], zero if negative. *)
Theorem C6_paper : forall kappa Z0,
  (4 < kappa -> Z0 < lower kappa 0 ->
    collapses_at kappa 0 Z0 (Z.to_nat (ceiling (ln ((Z0 - upper kappa 0) / (Z0 - lower kappa 0)) / ln (upper kappa 0 / lower kappa 0)) - 2))) /\
  (Z0 < 2 -> collapses_at 4 0 Z0 (Z.to_nat (ceiling (2 / (2 - Z0)) - 2))).
Proof.
  assert (C : forall x, Z.to_nat (ceiling x - 2) = count (x - 2)).
  { intro x. unfold count. f_equal. symmetry. apply ceiling_unique. assert (S := ceiling_spec x). rewrite minus_IZR. lra. }
  intros kappa Z0. rewrite !C. split; intros K.
  - intro H. assert (W : window kappa 0) by (repeat split; try lra; rewrite G1_paper; lra).
    destruct (window_roots kappa 0 W) as [D [[L O] _]]. destruct (roots kappa 0 D) as [_ [_ [S [P _]]]].
    assert (LU : lower kappa 0 < upper kappa 0).
    { destruct (G2_multipliers kappa 0 W) as [_ [_ [M [ST _]]]]. destruct ST as [_ ST]; [rewrite G1_paper; exact K |].
      rewrite M in ST. apply Rlt_div_r in ST; unfold y_lower, y_upper, shifted in *; lra. }
    assert (E := C6_count_above kappa 0 Z0 W). rewrite G1_paper in E. specialize (E K H).
    replace (_ / _ - 2) with (count_above kappa 0 (shifted kappa 0 Z0)); [exact E |].
    unfold count_above, coordinate, y_upper, y_lower, shifted, bound. rewrite !Rmult_0_r, !Rminus_0_r.
    set (u := upper kappa 0) in *. set (l := lower kappa 0) in *.
    assert (U : 0 < ln (u / l)) by (rewrite <- ln_1; apply ln_increasing; [lra | apply Rlt_div_r; lra]).
    assert (HB : (1 - u) / (1 - l) = u / l * (u / l)).
    { field_simplify_eq; [| lra]. assert (kappa = u + l) by lra. assert (u * l = u + l) by lra. nra. }
    rewrite HB.
    assert (h0 : 0 < (Z0 - u) / (Z0 - l)) by (apply same_sign_quotient; nra).
    assert (r : 0 < u / l) by (apply Rdiv_lt_0_compat; lra).
    assert (rr : 0 < u / l * (u / l)) by (apply Rmult_lt_0_compat; assumption).
    rewrite (ln_div _ _ h0 rr), (ln_mult _ _ r r). field. lra.
  - assert (W : window 4 0) by (repeat split; try lra; rewrite G1_paper; lra).
    assert (E := C6_count_at 4 0 Z0 W (eq_sym G1_paper) ltac:(lra)).
    replace (2 / (2 - Z0) - 2) with (count_at 4 0 (shifted 4 0 Z0)); [exact E |].
    unfold count_at, trace, shifted. field. lra.
Qed.

(** ** C7: rest *)

Lemma rested_vanishes : forall tau_u a, 0 < tau_u -> is_lim (rested tau_u a) p_infty 0.
Proof.
  intros tau_u a Htau. unfold rested. replace (Finite 0) with (Rbar_mult a 0) by (simpl; f_equal; ring).
  apply is_lim_scal_l. apply (is_lim_comp exp _ _ _ m_infty is_lim_exp_m).
  - replace m_infty with (Rbar_opp (Rbar_mult p_infty (/ tau_u))).
    + apply is_lim_opp, is_lim_scal_r, is_lim_id.
    + assert (I := Rinv_0_lt_compat _ Htau). simpl. destruct (Rle_dec 0 (/ tau_u)); [| lra].
      destruct (Rle_lt_or_eq_dec 0 (/ tau_u) r); [reflexivity | lra].
  - exists 0. discriminate.
Qed.

(** After collapse nothing is driven. For all [tau_u > 0]: an undriven saliency decays as [exp (-t/tau_u)], and in no other way; it tends to zero; and
    from [alpha_0 <= theta] on the origin of the fast layer is stable, [g alpha < 1], at every [t > 0]. *)
Theorem C7_rest : forall tau_u alpha s, 0 < tau_u -> escape_time.proof.relaxes tau_u 0 s alpha ->
  (forall t, 0 <= t <= s -> alpha t = rested tau_u (alpha 0) t) /\
  is_lim (rested tau_u (alpha 0)) p_infty 0 /\
  (forall g, 0 < g -> alpha 0 <= escape_time.proof.threshold g -> forall t, 0 < t <= s -> g * alpha t < 1).
Proof.
  intros tau_u alpha s Htau A.
  assert (E : forall t, 0 <= t <= s -> alpha t = rested tau_u (alpha 0) t).
  { intros t Ht. rewrite (escape_time.proof.relaxed_unique tau_u 0 s alpha Htau A t Ht).
    unfold escape_time.proof.relaxed, rested. ring. }
  split; [exact E |]. split; [apply rested_vanishes, Htau |].
  intros g Hg H0 t Ht. rewrite E by lra. unfold rested, escape_time.proof.threshold in *.
  assert (Q : 0 < exp (- (t / tau_u)) < 1).
  { split; [apply exp_pos |]. rewrite <- exp_0. apply exp_increasing.
    assert (0 < t / tau_u) by (apply Rdiv_lt_0_compat; lra). lra. }
  assert (g * alpha 0 <= 1) by (apply Rle_div_r in H0; lra). nra.
Qed.

(** The exponent of [rested_state] grows, and is positive at every [t > 0]. *)
Lemma exponent_grows : forall a t u, a <= 1 -> 0 <= t < u -> t - a * (1 - exp (- t)) < u - a * (1 - exp (- u)).
Proof.
  intros a t u Ha H. assert (P := exp_pos (- t)). assert (exp (- t) <= 1).
  { rewrite <- exp_0. destruct (proj1 H) as [L | <-]; [apply Rlt_le, exp_increasing; lra | rewrite Ropp_0; lra]. }
  replace (exp (- u)) with (exp (- t) * exp (- (u - t))) by (rewrite <- exp_plus; f_equal; ring).
  assert (E : 1 + - (u - t) < exp (- (u - t))) by (apply exp_ineq1; lra).
  assert (exp (- (u - t)) < 1) by (rewrite <- exp_0; apply exp_increasing; lra).
  set (p := exp (- t)) in *. set (q := exp (- (u - t))) in *.
  assert (p * (1 - q) <= 1 - q) by nra. assert (0 < p * (1 - q)) by (apply Rmult_lt_0_compat; lra). nra.
Qed.

(** A fast state in the linear range beside it, time in units of [tau_u], [eps c' = (g alpha - 1) c]: it is [rested_state], and no other; and tends to zero. *)
Theorem C7_state : forall g eps alpha0 (c : R -> R) s, 0 < eps ->
  (forall t, 0 < t < s -> is_derive c t ((g * rested 1 alpha0 t - 1) * c t / eps)) -> (forall t, 0 <= t <= s -> continuity_pt c t) ->
  (forall t, 0 <= t <= s -> c t = rested_state g eps alpha0 (c 0) t) /\
  is_lim (rested_state g eps alpha0 (c 0)) p_infty 0.
Proof.
  intros g eps alpha0 c s He D C. split.
  - intros t Ht. set (e := fun x => exp ((x - g * alpha0 * (1 - exp (- x))) / eps)).
    assert (H : c t * e t = c 0 * e 0).
    { apply (escape_time.proof.constant (fun x => c x * e x) s); [| | exact Ht].
      - intros x Hx. assert (E : is_derive e x ((1 - g * alpha0 * exp (- x)) / eps * e x)).
        { unfold e. auto_derive; [exact I | unfold Rdiv, Rminus; ring]. }
        evar_last; [apply @is_derive_mult; [apply D, Hx | exact E | exact Rmult_comm] |].
        unfold rested, plus, mult; simpl. replace (x / 1) with x by field. field. lra.
      - intros x Hx. apply continuity_pt_mult; [apply C, Hx | unfold e; reg]. }
    unfold e in H at 2. replace ((0 - g * alpha0 * (1 - exp (- 0))) / eps) with 0 in H by (rewrite Ropp_0, exp_0; field; lra).
    rewrite exp_0, Rmult_1_r in H. unfold rested_state. rewrite exp_Ropp, <- H. unfold e. field. apply Rgt_not_eq, exp_pos.
  - apply (is_lim_ext (fun t => rested eps (c 0) t * exp (g * alpha0 / eps * (1 - rested 1 1 t)))).
    { intro t. unfold rested, rested_state. rewrite Rmult_assoc, <- exp_plus. do 2 f_equal.
      replace (t / 1) with t by field. field. lra. }
    set (G := g * alpha0 / eps). replace (Finite 0) with (Rbar_mult 0 (exp (G * (1 - 0)))) by (simpl; f_equal; ring).
    apply is_lim_mult; [apply rested_vanishes, He | | exact I].
    apply (is_lim_comp_continuous (fun t => G * (1 - rested 1 1 t)) exp).
    + apply (is_lim_scal_l _ G _ (1 - 0)), is_lim_minus'; [apply is_lim_const | apply rested_vanishes; lra].
    + apply continuity_pt_filterlim, derivable_continuous_pt, derivable_pt_exp.
Qed.

(** For [g alpha_0 <= 1] the size of that state never grows, so that it stays in the linear range; for every [t > 0] it vanishes as [eps -> 0]. *)
Theorem C7_silence : forall g alpha0 c0, g * alpha0 <= 1 ->
  (forall eps t u, 0 < eps -> 0 <= t < u -> Rabs (rested_state g eps alpha0 c0 u) <= Rabs (rested_state g eps alpha0 c0 t)) /\
  (forall t eta, 0 < t -> 0 < eta -> exists eps0, 0 < eps0 /\ forall eps, 0 < eps < eps0 -> Rabs (rested_state g eps alpha0 c0 t) < eta).
Proof.
  intros g alpha0 c0 Ha. split.
  - intros eps t u He H. unfold rested_state. rewrite !Rabs_mult, !(Rabs_pos_eq (exp _)) by apply Rlt_le, exp_pos.
    apply Rmult_le_compat_l; [apply Rabs_pos |]. apply Rlt_le, exp_increasing, Ropp_lt_contravar.
    apply Rmult_lt_compat_r; [apply Rinv_0_lt_compat, He |]. apply exponent_grows; assumption.
  - intros t eta Ht Heta. assert (P := exponent_grows (g * alpha0) 0 t Ha ltac:(lra)). rewrite Ropp_0, exp_0 in P.
    set (x := t - g * alpha0 * (1 - exp (- t))) in *. assert (X : 0 < x) by lra. assert (K := Rabs_pos c0).
    exists (eta * x / (Rabs c0 + 1)). split; [apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat |]; lra |].
    intros eps [E0 E1]. apply Rlt_div_r in E1; [| lra].
    unfold rested_state. fold x. rewrite Rabs_mult, (Rabs_pos_eq (exp _)) by apply Rlt_le, exp_pos. rewrite exp_Ropp.
    assert (Q : 0 < x / eps) by (apply Rdiv_lt_0_compat; lra). assert (R := exp_ineq1 (x / eps) ltac:(lra)).
    apply Rlt_div_l; [apply exp_pos |]. apply Rlt_trans with (eta * (x / eps)); [| apply Rmult_lt_compat_l; lra].
    replace (eta * (x / eps)) with (eta * x / eps) by (field; lra). apply Rlt_div_r; nra.
Qed.
