(** * Unequal gains: parts of U1, U3, U4 and U5, proved for all real parameters

    The definitions below are those of [statement.md], in its symbols, for unit slopes: [theta = 1]. Memory [n] drives its successor with the
    gain [kappa n] and is entered with the saliency [Z n].

    Left out: U2, U6, U7, U8.
    Of U1 only the chain sequence is proved, and that no gain below four ends nothing: not the minors, nor the limit of the backward
    recursion. Of U3 the equality of a triangle's angles, not that it decides. Of U5 the explicit sequence, not the law for [c > 1]. *)

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
