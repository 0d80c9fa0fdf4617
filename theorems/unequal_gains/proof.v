(** * Unequal gains: parts of U1 to U8, proved for all real parameters

    The definitions below are those of [statement.md], in its symbols, for unit slopes: [theta = 1]. Memory [n] drives its successor with the
    gain [kappa n] and is entered with the saliency [Z n].

    Of U1 only the chain sequence is proved, and that gains of at least four end nothing: not the minors, nor the limit of the backward
    recursion. Of U2 the two gains that take turns. Of U3 the equality of a triangle's angles, not that it decides. Of U5 the explicit
    sequence, not the law for [c > 1]. Of U6 the mean, from the equations of the runs, not that words decide. Of U7 the ladder, not the weak
    link. Of U8 the ring of two. *)

Require Import Reals Lra Lia Psatz.
Open Scope R_scope.

(** ** Definitions *)

(** The saliency handed on from [z] with the gain [k]. *)
Definition handover (k z : R) := k * (1 - / z).

(** A sequence whose memories all exist. *)
Definition alive (kappa Z : nat -> R) : Prop :=
  forall n, 1 < Z n /\ Z (S n) = handover (kappa n) (Z n).

(** [sum f n = f 0 + ... + f (n - 1)] *)
Fixpoint sum (f : nat -> R) (n : nat) : R :=
  match n with O => 0 | S m => sum f m + f m end.

(** The gains of a sequence that never ends, all below four, and its saliencies. *)
Definition endless_gain (n : nat) : R := 16 * (INR n + 1) * (INR n + 2) / (2 * INR n + 3) ^ 2.
Definition endless_saliency (n : nat) : R := 4 * (INR n + 1) / (2 * INR n + 1).

(** ** U1 *)

(** While memories exist, the reciprocals of the gains are a chain sequence with the parameters [1/Z n]. *)
Theorem U1_chain_sequence : forall kappa Z, alive kappa Z ->
  forall n, / kappa n = (1 - / Z n) * / Z (S n) /\ 0 < / Z n < 1.
Proof.
  intros kappa Z H n.
  destruct (H n) as [A E]; destruct (H (S n)) as [B _].
  assert (I : 0 < / Z n < 1).
  { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_lt_contravar; lra. }
  split; [|exact I].
  assert (K : kappa n <> 0) by (intro Q; unfold handover in E; rewrite Q in E; lra).
  rewrite E; unfold handover. rewrite Rinv_mult. field; split; [lra|].
  split; [|exact K]. lra.
Qed.

(** A saliency of at least two is handed on as one of at least two where the gain is at least four. *)
Lemma handover_two : forall k z, 4 <= k -> 2 <= z -> 2 <= handover k z.
Proof.
  intros k z K Z. unfold handover.
  assert (/ z <= / 2) by (apply Rinv_le_contravar; lra).
  assert (/ 2 <= 1 - / z) by lra.
  nra.
Qed.

(** Gains of at least four sustain every sequence that starts from two or more (Worpitzky). *)
Theorem U1_four_is_enough : forall kappa Z, (forall n, 4 <= kappa n) -> 2 <= Z O ->
  (forall n, Z (S n) = handover (kappa n) (Z n)) -> forall n, 2 <= Z n.
Proof.
  intros kappa Z K S0 E n. induction n as [|n IH]; [exact S0|].
  rewrite E. apply handover_two; [apply K | exact IH].
Qed.

(** ** U3 *)

(** The angles of a triangle: with [a = cos^2 A] and so on the left side is [a + b + c + 2 sqrt (a b c)] where no cosine is negative. *)
Theorem U3_triangle : forall A B C, A + B + C = PI ->
  cos A ^ 2 + cos B ^ 2 + cos C ^ 2 + 2 * (cos A * cos B * cos C) = 1.
Proof.
  intros A B C H.
  replace C with (PI - (A + B)) by lra.
  assert (E : cos (PI - (A + B)) = sin A * sin B - cos A * cos B).
  { rewrite cos_minus, cos_PI, sin_PI, cos_plus. ring. }
  rewrite E.
  assert (P : sin A ^ 2 = 1 - cos A ^ 2) by (generalize (sin2_cos2 A); unfold Rsqr; lra).
  assert (Q : sin B ^ 2 = 1 - cos B ^ 2) by (generalize (sin2_cos2 B); unfold Rsqr; lra).
  replace (cos A ^ 2 + cos B ^ 2 + (sin A * sin B - cos A * cos B) ^ 2 +
           2 * (cos A * cos B * (sin A * sin B - cos A * cos B)))
    with (cos A ^ 2 + cos B ^ 2 + sin A ^ 2 * sin B ^ 2 - cos A ^ 2 * cos B ^ 2) by ring.
  rewrite P, Q. ring.
Qed.

(** ** U4 *)

(** The mean of two numbers and the square that it exceeds the geometric one by. *)
Lemma geometric_mean : forall x y, 0 <= x -> 0 <= y ->
  sqrt (x * y) = (x + y) / 2 - (sqrt x - sqrt y) ^ 2 / 2.
Proof.
  intros x y X Y. rewrite sqrt_mult by assumption.
  assert (sqrt x * sqrt x = x) by (apply sqrt_sqrt; exact X).
  assert (sqrt y * sqrt y = y) by (apply sqrt_sqrt; exact Y).
  simpl. nra.
Qed.

(** The averaging identity, from saliency 0 to saliency [n]. *)
Theorem U4_identity : forall kappa Z, alive kappa Z -> forall n,
  sum (fun j => sqrt (/ kappa j) - / 2) n =
  (/ Z n - / Z O) / 2 - sum (fun j => (sqrt (1 - / Z j) - sqrt (/ Z (S j))) ^ 2) n / 2.
Proof.
  intros kappa Z H n. induction n as [|n IH]; [simpl; lra|].
  cbn [sum]. rewrite IH.
  destruct (U1_chain_sequence kappa Z H n) as [E I].
  destruct (U1_chain_sequence kappa Z H (S n)) as [_ J].
  rewrite E, geometric_mean by lra.
  lra.
Qed.

(** No sequence with gains outlasts a mean of [kappa^(-1/2)] above one half by more than its ends allow. *)
Theorem U4_averaging : forall kappa Z, alive kappa Z -> forall n,
  sum (fun j => sqrt (/ kappa j) - / 2) n <= (/ Z n - / Z O) / 2.
Proof.
  intros kappa Z H n. rewrite (U4_identity kappa Z H n).
  assert (0 <= sum (fun j => (sqrt (1 - / Z j) - sqrt (/ Z (S j))) ^ 2) n).
  { induction n as [|n IH]; [simpl; lra|].
    cbn [sum]. pose proof (pow2_ge_0 (sqrt (1 - / Z n) - sqrt (/ Z (S n)))). lra. }
  lra.
Qed.

(** ** U5 *)

(** All gains are below four. *)
Theorem U5_below_four : forall n, 0 < endless_gain n < 4.
Proof.
  intro n. unfold endless_gain. pose proof (pos_INR n) as P.
  assert (Q : 0 < (2 * INR n + 3) ^ 2) by nra.
  split.
  - apply Rdiv_lt_0_compat; nra.
  - apply (Rmult_lt_reg_r ((2 * INR n + 3) ^ 2)); [exact Q|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra.
Qed.

(** The sequence starts from four, is handed on by these gains, and never ends. *)
Theorem U5_explicit : endless_saliency O = 4 /\ alive endless_gain endless_saliency.
Proof.
  split; [unfold endless_saliency; simpl; field|].
  intro n. pose proof (pos_INR n) as P. split.
  - unfold endless_saliency. apply (Rmult_lt_reg_r (2 * INR n + 1)); [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - unfold handover, endless_gain, endless_saliency. rewrite S_INR. field. repeat split; lra.
Qed.

(** ** U2 *)

(** Two gains that take turns: saliencies above one that they hand on to one another. *)
Definition cycle_of_two (k0 k1 z0 z1 : R) : Prop :=
  1 < z0 /\ 1 < z1 /\ z1 = handover k0 z0 /\ z0 = handover k1 z1.

(** The mean of two numbers is at least their geometric one. *)
Lemma sqrt_product : forall x y, 0 <= x -> 0 <= y -> sqrt (x * y) <= (x + y) / 2.
Proof.
  intros x y X Y. rewrite geometric_mean by assumption.
  pose proof (pow2_ge_0 (sqrt x - sqrt y)). lra.
Qed.

Lemma inverse_below_one : forall z, 1 < z -> 0 < / z < 1.
Proof.
  intros z H. split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_lt_contravar; lra.
Qed.

(** One of the numbers [x] and [x + d] with [x (1 - x - d) = b], from [s^2 - t^2 = d] and [t^2 = b]. *)
Lemma root_within : forall s t, 0 < s -> 0 < t -> s + t <= 1 ->
  exists x, 0 < x < 1 /\ 0 < x + (s * s - t * t) < 1 /\
    x * (1 - x - (s * s - t * t)) = t * t /\ (x + (s * s - t * t)) * (1 - x) = s * s.
Proof.
  intros s t S T H.
  set (m := 1 - s * s + t * t).
  assert (M : 2 * t <= m) by (unfold m; nra).
  assert (N : 2 * s <= 2 - m) by (unfold m; nra).
  assert (D : 0 <= m * m - 4 * (t * t)) by nra.
  set (r := sqrt (m * m - 4 * (t * t))).
  assert (R0 : 0 <= r) by apply sqrt_pos.
  assert (R2 : r * r = m * m - 4 * (t * t)) by (apply sqrt_sqrt; exact D).
  assert (R2' : r * r = (2 - m) * (2 - m) - 4 * (s * s)) by (rewrite R2; unfold m; ring).
  assert (RM : r < m) by nra.
  assert (RN : r < 2 - m) by nra.
  exists ((m - r) / 2).
  assert (Dm : s * s - t * t = 1 - m) by (unfold m; ring).
  rewrite Dm. repeat split; try lra; nra.
Qed.

(** Two gains in turn sustain a cycle iff the reciprocals of their roots add up to at most one. *)
Theorem U2_two_gains : forall k0 k1, 0 < k0 -> 0 < k1 ->
  ((exists z0 z1, cycle_of_two k0 k1 z0 z1) <-> sqrt (/ k0) + sqrt (/ k1) <= 1).
Proof.
  intros k0 k1 K0 K1. split.
  - intros [z0 [z1 [A [B [E F]]]]]. unfold handover in E, F.
    destruct (inverse_below_one z0 A) as [P0 Q0]. destruct (inverse_below_one z1 B) as [P1 Q1].
    assert (G0 : / k0 = (1 - / z0) * / z1).
    { rewrite E, Rinv_mult. field. repeat split; try lra. }
    assert (G1 : / k1 = (1 - / z1) * / z0).
    { rewrite F, Rinv_mult at 1. field. repeat split; try lra. }
    rewrite G0, G1.
    pose proof (sqrt_product (1 - / z0) (/ z1) ltac:(lra) ltac:(lra)).
    pose proof (sqrt_product (1 - / z1) (/ z0) ltac:(lra) ltac:(lra)). lra.
  - intros H.
    assert (I0 : 0 < / k0) by (apply Rinv_0_lt_compat; exact K0).
    assert (I1 : 0 < / k1) by (apply Rinv_0_lt_compat; exact K1).
    assert (S0 : 0 < sqrt (/ k0)) by (apply sqrt_lt_R0; exact I0).
    assert (S1 : 0 < sqrt (/ k1)) by (apply sqrt_lt_R0; exact I1).
    destruct (root_within _ _ S0 S1 H) as [x [X [Y [E F]]]].
    rewrite !sqrt_sqrt in Y, E, F by lra.
    set (y := x + (/ k0 - / k1)) in *.
    exists (/ x), (/ y).
    assert (X1 : 1 < / x) by (rewrite <- Rinv_1; apply Rinv_lt_contravar; lra).
    assert (Y1 : 1 < / y) by (rewrite <- Rinv_1; apply Rinv_lt_contravar; lra).
    assert (E' : x * (1 - y) = / k1) by (rewrite <- E; unfold y; ring).
    assert (KX : k0 * (1 - x) = / y).
    { apply (Rmult_eq_reg_l (/ k0)); [|lra]. rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l by lra.
      rewrite <- F. field. lra. }
    assert (KY : k1 * (1 - y) = / x).
    { apply (Rmult_eq_reg_l (/ k1)); [|lra]. rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l by lra.
      rewrite <- E'. field. lra. }
    unfold cycle_of_two, handover. rewrite !Rinv_inv. repeat split; auto.
Qed.

(** ** U6 *)

(** [e i] transitions are expected after [i] weak gains in a row, each of which comes with probability [p]; [r] of them end the sequence. *)
Theorem U6_mean : forall p r (e : nat -> R), 0 < p < 1 -> e r = 0 ->
  (forall i, (i < r)%nat -> e i = 1 + p * e (S i) + (1 - p) * e O) ->
  e O = (1 - p ^ r) / (p ^ r * (1 - p)).
Proof.
  intros p r e P Z E.
  assert (H : forall i, (i <= r)%nat -> p ^ i * (e O - e i) = (1 - p ^ i) / (1 - p)).
  { induction i as [|i IH]; intros I; [simpl; field; lra|].
    assert (Q := IH ltac:(lia)). assert (F := E i ltac:(lia)). simpl.
    replace (p * p ^ i * (e O - e (S i))) with (p ^ i * (p * e O - p * e (S i))) by ring.
    replace (p * e (S i)) with (e i - 1 - (1 - p) * e O) by lra.
    replace (p ^ i * (p * e O - (e i - 1 - (1 - p) * e O))) with (p ^ i * (e O - e i) + p ^ i) by ring.
    rewrite Q. field. lra. }
  assert (N := H r ltac:(lia)). rewrite Z, Rminus_0_r in N.
  assert (0 < p ^ r) by (apply pow_lt; lra).
  apply (Rmult_eq_reg_l (p ^ r)); [|lra]. rewrite N. field. lra.
Qed.

(** ** U7 *)

(** The saliency of the [n]th memory entered, counted from one, at the gain [4 cos^2 f] from the strongest possible start. *)
Definition rung (f : R) (n : nat) : R := 2 * cos f * sin ((INR n + 1) * f) / sin (INR n * f).

Lemma sine_step : forall f n, 2 * cos f * sin ((n + 1) * f) - sin (n * f) = sin ((n + 2) * f).
Proof.
  intros f n.
  replace (n * f) with ((n + 1) * f - f) by ring.
  replace ((n + 2) * f) with ((n + 1) * f + f) by ring.
  rewrite sin_minus, sin_plus. ring.
Qed.

(** The first memory is entered with the gain itself, which is what an infinite saliency hands on. *)
Theorem U7_strongest : forall f, 0 < f < PI -> rung f 1 = 4 * cos f ^ 2.
Proof.
  intros f F. unfold rung. simpl INR.
  replace ((1 + 1) * f) with (2 * f) by ring. rewrite Rmult_1_l, sin_2a.
  assert (0 < sin f) by (apply sin_gt_0; lra). field. lra.
Qed.

(** Every rung is handed on as the next. *)
Theorem U7_handed_on : forall f n, 0 < f < PI / 2 -> (1 <= n)%nat -> (INR n + 1) * f < PI ->
  handover (4 * cos f ^ 2) (rung f n) = rung f (S n).
Proof.
  intros f n F N H.
  assert (1 <= INR n) by (apply (le_INR 1); exact N).
  assert (0 < sin (INR n * f)) by (apply sin_gt_0; nra).
  assert (0 < sin ((INR n + 1) * f)) by (apply sin_gt_0; nra).
  assert (0 < cos f) by (apply cos_gt_0; lra).
  unfold handover, rung. rewrite S_INR.
  replace ((INR n + 1 + 1) * f) with ((INR n + 2) * f) by ring.
  rewrite <- (sine_step f (INR n)). field. repeat split; lra.
Qed.

(** The [n]th memory exists iff [(n + 2) f < pi], that is iff the gain exceeds [4 cos^2 (pi/(n + 2))]. *)
Theorem U7_ladder : forall f n, 0 < f < PI / 2 -> (1 <= n)%nat -> (INR n + 1) * f < PI ->
  (1 < rung f n <-> (INR n + 2) * f < PI).
Proof.
  intros f n F N H.
  assert (1 <= INR n) by (apply (le_INR 1); exact N).
  assert (P : 0 < sin (INR n * f)) by (apply sin_gt_0; nra).
  assert (E : rung f n - 1 = sin ((INR n + 2) * f) * / sin (INR n * f)).
  { rewrite <- (sine_step f (INR n)). unfold rung. field. lra. }
  assert (I : 0 < / sin (INR n * f)) by (apply Rinv_0_lt_compat; exact P).
  split; intros G.
  - destruct (Rlt_or_le ((INR n + 2) * f) PI) as [L|L]; [exact L|].
    assert (sin ((INR n + 2) * f) <= 0) by (apply sin_le_0; nra). nra.
  - assert (0 < sin ((INR n + 2) * f)) by (apply sin_gt_0; nra). nra.
Qed.

(** ** U8 *)

(** A cycle of a ring of two: every memory is lost at one, so that a turn leaves the share [1/(z0 z1)] of what nothing drives. *)
Definition ring_of_two (k0 k1 z0 z1 : R) : Prop :=
  1 < z0 /\ 1 < z1 /\
  z1 = handover (k0 / (1 - / (z0 * z1))) z0 /\ z0 = handover (k1 / (1 - / (z0 * z1))) z1.

Lemma ring_equation : forall k z w, 1 < z -> 1 < w ->
  (w = handover (k / (1 - / (z * w))) z <-> z * w - 1 = k * (z - 1)).
Proof.
  intros k z w Z W.
  assert (P : 1 < z * w) by nra.
  assert (E : handover (k / (1 - / (z * w))) z = k * (z - 1) * w / (z * w - 1)).
  { unfold handover. field. repeat split; lra. }
  rewrite E. split; intros H.
  - apply (Rmult_eq_reg_r w); [|lra]. rewrite H at 2. field. lra.
  - rewrite <- H. field. lra.
Qed.

(** Its turn leaves [1/((k0 - 1)(k1 - 1))]. *)
Theorem U8_share : forall k0 k1 z0 z1, 0 < k0 -> 0 < k1 -> ring_of_two k0 k1 z0 z1 -> z0 * z1 = (k0 - 1) * (k1 - 1).
Proof.
  intros k0 k1 z0 z1 K0 K1 [A [B [E F]]].
  apply ring_equation in E; [|assumption..].
  replace (/ (z0 * z1)) with (/ (z1 * z0)) in F by (f_equal; ring).
  apply ring_equation in F; [|assumption..].
  assert (P : 0 < z0 * z1 - 1) by nra.
  assert (G : (z0 * z1 - 1) * (k0 * k1) = (z0 * z1 - 1) * (k0 + k1 + (z0 * z1 - 1))).
  { assert (U : k0 * z0 = z0 * z1 - 1 + k0) by lra.
    assert (V : k1 * z1 = z0 * z1 - 1 + k1) by lra.
    assert (W : (k0 * z0) * (k1 * z1) = (z0 * z1 - 1 + k0) * (z0 * z1 - 1 + k1)) by (rewrite U, V; reflexivity).
    replace ((k0 * z0) * (k1 * z1)) with (k0 * k1 * (z0 * z1)) in W by ring. lra. }
  apply Rmult_eq_reg_l in G; lra.
Qed.

(** It exists iff the reciprocals of the gains add up to less than one. *)
Theorem U8_two : forall k0 k1, 0 < k0 -> 0 < k1 ->
  ((exists z0 z1, ring_of_two k0 k1 z0 z1) <-> / k0 + / k1 < 1).
Proof.
  intros k0 k1 K0 K1.
  assert (S : / k0 + / k1 < 1 <-> k0 + k1 < k0 * k1).
  { replace (/ k0 + / k1) with ((k0 + k1) * / (k0 * k1)) by (field; lra).
    assert (P : 0 < k0 * k1) by nra. split; intros H.
    - apply (Rmult_lt_compat_r (k0 * k1)) in H; [|exact P]. rewrite Rmult_assoc, Rinv_l in H; lra.
    - apply (Rmult_lt_reg_r (k0 * k1)); [exact P|]. rewrite Rmult_assoc, Rinv_l; lra. }
  rewrite S. split.
  - intros [z0 [z1 H]]. pose proof (U8_share k0 k1 z0 z1 K0 K1 H) as E. destruct H as [A [B _]].
    assert (1 < z0 * z1) by nra. lra.
  - intros H. set (m := k0 * k1 - k0 - k1).
    assert (M : 0 < m) by (unfold m; lra).
    assert (I0 : 0 < / k0) by (apply Rinv_0_lt_compat; exact K0).
    assert (I1 : 0 < / k1) by (apply Rinv_0_lt_compat; exact K1).
    exists (1 + m * / k0), (1 + m * / k1).
    assert (A : 1 < 1 + m * / k0) by nra.
    assert (B : 1 < 1 + m * / k1) by nra.
    assert (P : (1 + m * / k0) * (1 + m * / k1) - 1 = m).
    { unfold m. field. lra. }
    unfold ring_of_two. repeat split; auto.
    + apply ring_equation; auto. rewrite P. field. lra.
    + replace (/ ((1 + m * / k0) * (1 + m * / k1))) with (/ ((1 + m * / k1) * (1 + m * / k0))) by (f_equal; ring).
      apply ring_equation; auto. replace ((1 + m * / k1) * (1 + m * / k0) - 1) with m by (rewrite <- P at 1; ring).
      field. lra.
Qed.
