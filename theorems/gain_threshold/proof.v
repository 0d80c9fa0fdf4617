(** * Gain threshold of a self-sustained sequence: G1 to G4, proved for all real parameters

    The definitions below are those of [statement.md], in its symbols: [k = g kappa], [z = g Z], [rho] the self-coupling, everything in
    units of the threshold [theta]. The map starts from the handover of [escape_time], which is proved there. *)

Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
Require Escapement.escape_time.proof.
Open Scope R_scope.

(** ** Definitions *)

(** The handover map [z' = f(z)]. *)
(* formula G1 *)
Definition handover (k rho z : R) := k * (z - 1) / (z - k * rho).

Definition trace (k rho : R) := k * (1 - rho).

Definition determinant (k rho : R) := k * (1 - k * rho).

(** [b], the speed at which the threshold is crossed, and the least [y] of a memory. *)
Definition bound (k rho : R) := 1 - k * rho.

(** [y = z - k rho]. *)
Definition shifted (k rho z : R) := z - k * rho.

(** [z_n], the saliency of memory [n] on entry. *)
Fixpoint orbit (k rho z0 : R) (n : nat) : R :=
  match n with O => z0 | S m => handover k rho (orbit k rho z0 m) end.

(** [y_n] *)
Definition shifted_orbit (k rho z0 : R) (n : nat) := shifted k rho (orbit k rho z0 n).

Definition self_sustained (k rho z0 : R) : Prop := forall n, 1 < orbit k rho z0 n.

(** The critical value of [k = g kappa]. *)
(* formula G1 *)
Definition gain_threshold (rho : R) := 4 / (1 + rho) ^ 2.

(* formula G2 *)
Definition upper (k rho : R) := (k * (1 + rho) + sqrt (k ^ 2 * (1 + rho) ^ 2 - 4 * k)) / 2.

(* formula G2 *)
Definition lower (k rho : R) := (k * (1 + rho) - sqrt (k ^ 2 * (1 + rho) ^ 2 - 4 * k)) / 2.

Definition y_upper (k rho : R) := shifted k rho (upper k rho).

Definition y_lower (k rho : R) := shifted k rho (lower k rho).

(** The multiplier of the map at [z]. *)
(* formula G2 *)
Definition multiplier (k rho z : R) := determinant k rho / (z - k * rho) ^ 2.

(** [w_n], and with it [w_(n+1)]. *)
Fixpoint weights (k rho y0 : R) (n : nat) : R * R :=
  match n with
  | O => (1, y0)
  | S m => let (w, w') := weights k rho y0 m in (w', trace k rho * w' - determinant k rho * w)
  end.

Definition weight (k rho y0 : R) (n : nat) := fst (weights k rho y0 n).

(** The angle [phi] with [cos phi = tr/(2 sqrt det)] and [0 < phi < pi]. *)
Definition phase (k rho : R) := acos (trace k rho / (2 * sqrt (determinant k rho))).

(** The angle of a [y]: [cot th = (y/sqrt det - cos phi)/sin phi] with [0 < th < pi]. *)
Definition angle (k rho y : R) :=
  PI / 2 - atan ((y / sqrt (determinant k rho) - cos (phase k rho)) / sin (phase k rho)).

(** [y_n] in closed form above, at and below the threshold. *)
(* formula G3 *)
Definition y_above (k rho y0 : R) (n : nat) :=
  let h := (y_lower k rho / y_upper k rho) ^ n * ((y0 - y_upper k rho) / (y0 - y_lower k rho)) in
  (y_upper k rho - h * y_lower k rho) / (1 - h).

(* formula G3 *)
Definition y_at (k rho y0 : R) (n : nat) :=
  trace k rho / 2 + 1 / (1 / (y0 - trace k rho / 2) + INR n / (trace k rho / 2)).

(* formula G3 *)
Definition y_below (k rho y0 : R) (n : nat) :=
  sqrt (determinant k rho) * (sin (angle k rho y0 + (INR n + 1) * phase k rho) / sin (angle k rho y0 + INR n * phase k rho)).

(** The dwell on the cycle. *)
(* formula G4 *)
Definition period (tau_u k rho : R) := tau_u * ln (y_upper k rho / bound k rho).

(** The window of G1. *)
Definition window (k rho : R) : Prop := -1 < rho < 1 /\ k * rho < 1 /\ gain_threshold rho <= k.

(** ** Lemmas: the map *)

(** The map is the handover E4 of [escape_time] on the chain, [r = 0], in units of the threshold. *)
Lemma map_is_E4 : forall g kappa rho Z, 0 < g -> g * kappa * rho < 1 -> 1 <= g * Z ->
  g * escape_time.proof.next_saliency kappa rho (escape_time.proof.threshold g) Z 0 = handover (g * kappa) rho (g * Z).
Proof.
  intros g kappa rho Z Hg Hk HZ. rewrite escape_time.proof.E4_units by assumption.
  unfold handover. field. lra.
Qed.

Lemma step : forall k rho z, shifted k rho z <> 0 ->
  shifted k rho (handover k rho z) = trace k rho - determinant k rho / shifted k rho z.
Proof. intros k rho z H. unfold shifted, handover, trace, determinant in *. field. exact H. Qed.

Lemma loss : forall k rho z, z - k * rho <> 0 -> z - handover k rho z = (z ^ 2 - k * (1 + rho) * z + k) / (z - k * rho).
Proof. intros k rho z H. unfold handover. field. exact H. Qed.

Lemma handover_increases : forall k rho a b, 0 < k -> k * rho < 1 -> k * rho < a -> a <= b ->
  handover k rho a <= handover k rho b.
Proof.
  intros k rho a b Hk Hb Ha Hab.
  assert (E : handover k rho b - handover k rho a = k * (1 - k * rho) * (b - a) / ((a - k * rho) * (b - k * rho)))
    by (unfold handover; field; lra).
  assert (0 <= k * (1 - k * rho) * (b - a) / ((a - k * rho) * (b - k * rho))); [| lra].
  apply Rle_div_r; [apply Rmult_lt_0_compat; lra |]. rewrite Rmult_0_l.
  apply Rmult_le_pos; [apply Rmult_le_pos |]; lra.
Qed.

(** From a memory that exists no more than [k] is handed over. *)
Lemma handover_below_gain : forall k rho z, 0 < k -> k * rho < 1 -> 1 < z -> handover k rho z < k.
Proof. intros k rho z Hk Hb Hz. unfold handover. apply Rlt_div_l; nra. Qed.

(** A sequence that loses at least [d] at each step has lost [n d] after [n]. *)
Lemma descent : forall k rho z0 d n, (forall m, (m < n)%nat -> d <= orbit k rho z0 m - orbit k rho z0 (S m)) ->
  orbit k rho z0 n <= z0 - INR n * d.
Proof.
  intros k rho z0 d n. induction n as [| n IH]; intro H; [simpl; lra |].
  rewrite S_INR. assert (orbit k rho z0 n <= z0 - INR n * d) by (apply IH; intros; apply H; lia).
  specialize (H n ltac:(lia)). lra.
Qed.

(** An orbit that is alive up to [n] or has ended before: decided by looking. *)
Lemma alive_or_ended : forall k rho z0 n,
  (forall m, (m <= n)%nat -> 1 < orbit k rho z0 m) \/ (exists m, (m <= n)%nat /\ orbit k rho z0 m <= 1).
Proof.
  intros k rho z0 n. induction n as [| n [A | [m [Hm E]]]].
  - destruct (Rlt_le_dec 1 z0) as [L | L]; [left; intros m Hm; replace m with 0%nat by lia; exact L | right; exists 0%nat; auto].
  - destruct (Rlt_le_dec 1 (orbit k rho z0 (S n))) as [L | L].
    + left. intros m Hm. destruct (Nat.eq_dec m (S n)) as [-> | N]; [exact L | apply A; lia].
    + right. exists (S n). auto.
  - right. exists m. split; [lia | exact E].
Qed.

(** Uniform loss ends a sequence, after at most [(z0 - 1)/d] steps. *)
Lemma uniform_loss_ends : forall k rho z0 d n, 0 < d ->
  (forall m, 1 < orbit k rho z0 m -> d <= orbit k rho z0 m - orbit k rho z0 (S m)) ->
  (z0 - 1) / d <= INR n -> exists m, (m <= n)%nat /\ orbit k rho z0 m <= 1.
Proof.
  intros k rho z0 d n Hd H Hn. destruct (alive_or_ended k rho z0 n) as [A | E]; [| exact E].
  assert (L : orbit k rho z0 n <= z0 - INR n * d) by (apply descent; intros; apply H, A; lia).
  apply Rle_div_l in Hn; [| lra]. specialize (A n ltac:(lia)). lra.
Qed.

Lemma orbit_shift : forall k rho z0 n, orbit k rho (handover k rho z0) n = orbit k rho z0 (S n).
Proof. intros. induction n as [| n IH]; [reflexivity |]. simpl. rewrite IH. reflexivity. Qed.

(** ** Lemmas: the fixed points *)

Lemma discriminant : forall k rho, trace k rho ^ 2 - 4 * determinant k rho = k ^ 2 * (1 + rho) ^ 2 - 4 * k.
Proof. intros. unfold trace, determinant. ring. Qed.

Lemma threshold_met : forall k rho, 0 < k -> -1 < rho ->
  (gain_threshold rho <= k <-> 0 <= k ^ 2 * (1 + rho) ^ 2 - 4 * k).
Proof.
  intros k rho Hk Hr. unfold gain_threshold. rewrite Rle_div_l by nra. split; intro H; nra.
Qed.

Lemma roots : forall k rho, 0 <= k ^ 2 * (1 + rho) ^ 2 - 4 * k ->
  y_upper k rho + y_lower k rho = trace k rho /\ y_upper k rho * y_lower k rho = determinant k rho /\
  upper k rho + lower k rho = k * (1 + rho) /\ upper k rho * lower k rho = k /\ lower k rho <= upper k rho.
Proof.
  intros k rho H. unfold y_upper, y_lower, shifted, upper, lower, trace, determinant.
  assert (S := sqrt_sqrt _ H). assert (P := sqrt_pos (k ^ 2 * (1 + rho) ^ 2 - 4 * k)).
  set (s := sqrt (k ^ 2 * (1 + rho) ^ 2 - 4 * k)) in *.
  repeat split; [field | | field | | ]; nra.
Qed.

Lemma factored : forall k rho z, 0 <= k ^ 2 * (1 + rho) ^ 2 - 4 * k ->
  z ^ 2 - k * (1 + rho) * z + k = (z - lower k rho) * (z - upper k rho).
Proof.
  intros k rho z D. destruct (roots k rho D) as [_ [_ [S [P _]]]].
  transitivity (z ^ 2 - (upper k rho + lower k rho) * z + upper k rho * lower k rho); [rewrite S, P |]; ring.
Qed.

Lemma window_positive : forall k rho, window k rho -> 0 < k.
Proof.
  intros k rho [[L U] [_ H]]. apply Rlt_le_trans with (2 := H).
  apply Rdiv_lt_0_compat; nra.
Qed.

(** In the window both fixed points exceed one, and [0 < b < y_- <= y_+]. *)
Lemma window_roots : forall k rho, window k rho ->
  0 <= k ^ 2 * (1 + rho) ^ 2 - 4 * k /\ 1 < lower k rho <= upper k rho /\ 0 < bound k rho < y_lower k rho /\ y_lower k rho <= y_upper k rho.
Proof.
  intros k rho W. assert (Hk := window_positive k rho W). destruct W as [[L U] [B H]].
  assert (D := proj1 (threshold_met k rho Hk L) H).
  destruct (roots k rho D) as [_ [_ [S [P O]]]].
  assert (V : 2 < k * (1 + rho)).
  { unfold gain_threshold in H. apply Rle_div_l in H; [| nra]. nra. }
  assert (1 < lower k rho).
  { apply Rnot_le_lt. intro C. assert (1 < upper k rho) by lra.
    assert (0 <= (1 - lower k rho) * (upper k rho - 1)) by (apply Rmult_le_pos; lra). nra. }
  unfold bound, y_lower, y_upper, shifted. repeat split; lra.
Qed.

(** ** G1: threshold *)

(** Below the threshold, [k (1 + rho)^2 < 4], each step loses at least [2 sqrt det - tr > 0]. *)
Lemma loss_below : forall k rho z, 0 < k -> k * rho < 1 -> k * (1 + rho) ^ 2 < 4 -> 1 < z ->
  0 < 2 * sqrt (determinant k rho) - trace k rho <= z - handover k rho z.
Proof.
  intros k rho z Hk Hb H Hz.
  assert (D : 0 < determinant k rho) by (apply Rmult_lt_0_compat; lra).
  assert (S := sqrt_sqrt _ (Rlt_le _ _ D)). assert (P := sqrt_lt_R0 _ D). assert (Q := discriminant k rho).
  set (s := sqrt (determinant k rho)) in *.
  assert (N : trace k rho ^ 2 < 4 * (s * s)) by (assert (0 < k * (4 - k * (1 + rho) ^ 2)) by (apply Rmult_lt_0_compat; lra); lra).
  split; [apply Rnot_le_lt; intro C; nra |].
  assert (E : z - handover k rho z - (2 * s - trace k rho) = (z - k * rho - s) ^ 2 / (z - k * rho)).
  { rewrite loss by lra. unfold trace. field_simplify; try lra. f_equal.
    unfold determinant in S. nra. }
  assert (0 <= (z - k * rho - s) ^ 2 / (z - k * rho)); [| lra].
  apply Rle_div_r; [lra |]. rewrite Rmult_0_l. apply pow2_ge_0.
Qed.

(** Below the threshold every orbit reaches it: within [(z0 - 1)/(2 sqrt det - tr)] steps, and from any start whatever within
    [1 + (k - 1)/(2 sqrt det - tr)]. For all [k > 0] and [rho] with [k rho < 1] and [k (1 + rho)^2 < 4]. *)
Theorem G1_below : forall k rho z0 n, 0 < k -> k * rho < 1 -> k * (1 + rho) ^ 2 < 4 ->
  let d := 2 * sqrt (determinant k rho) - trace k rho in
  (z0 - 1) / d <= INR n \/ (1 <= n)%nat /\ 1 + (k - 1) / d <= INR n ->
  0 < d /\ exists m, (m <= n)%nat /\ orbit k rho z0 m <= 1.
Proof.
  intros k rho z0 n Hk Hb H d Hn.
  assert (L : forall z, 1 < z -> 0 < d <= z - handover k rho z) by (intros; apply loss_below; assumption).
  assert (P : 0 < d) by (apply (L 2); lra). split; [exact P |].
  destruct Hn as [Hn | [N Hn]].
  - apply (uniform_loss_ends k rho z0 d n P); [intros; apply L; assumption | exact Hn].
  - destruct (Rlt_le_dec 1 z0) as [A | A]; [| exists 0%nat; split; [lia | exact A]].
    destruct n as [| n]; [lia |]. rewrite S_INR in Hn.
    destruct (uniform_loss_ends k rho (handover k rho z0) d n P) as [m [Hm E]].
    + intros m Hm. apply L, Hm.
    + assert (handover k rho z0 < k) by (apply handover_below_gain; assumption).
      apply Rle_trans with ((k - 1) / d); [| lra].
      apply Rmult_le_compat_r; [apply Rlt_le, Rinv_0_lt_compat, P | lra].
    + exists (S m). rewrite <- orbit_shift. split; [lia | exact E].
Qed.

(** In the window, the threshold included, every orbit from [z_-] up is self-sustained, and stays at or above [z_-]. *)
Theorem G1_above : forall k rho z0, window k rho -> lower k rho <= z0 ->
  self_sustained k rho z0 /\ forall n, lower k rho <= orbit k rho z0 n.
Proof.
  intros k rho z0 W H0. assert (Hk := window_positive k rho W).
  destruct (window_roots k rho W) as [D [[L O] [B _]]]. destruct (roots k rho D) as [_ [_ [S [P _]]]].
  unfold bound, y_lower, shifted in B.
  assert (F : handover k rho (lower k rho) = lower k rho).
  { apply Rminus_diag_uniq_sym. rewrite loss by lra.
    replace (lower k rho ^ 2 - k * (1 + rho) * lower k rho + k) with 0 by nra. field. lra. }
  assert (A : forall n, lower k rho <= orbit k rho z0 n).
  { induction n as [| n IH]; [exact H0 |]. simpl. rewrite <- F at 1. apply handover_increases; lra. }
  split; [intro n; specialize (A n); lra | exact A].
Qed.

(** For all [-1 < rho < 1] and [k > 0] with [k rho < 1]: a self-sustained sequence exists if and only if [k >= 4/(1 + rho)^2]. *)
Theorem G1_threshold : forall k rho, 0 < k -> -1 < rho < 1 -> k * rho < 1 ->
  ((exists z0, self_sustained k rho z0) <-> gain_threshold rho <= k).
Proof.
  intros k rho Hk Hr Hb. split.
  - intros [z0 A]. apply Rnot_lt_le. intro C.
    assert (H : k * (1 + rho) ^ 2 < 4) by (apply Rlt_div_r in C; nra).
    set (d := 2 * sqrt (determinant k rho) - trace k rho).
    destruct (nfloor_ex (Rabs ((z0 - 1) / d)) (Rabs_pos _)) as [n [_ Hn]].
    destruct (G1_below k rho z0 (S n) Hk Hb H) as [_ [m [_ E]]].
    + left. fold d. rewrite S_INR. assert (T := Rle_abs ((z0 - 1) / d)). lra.
    + specialize (A m). lra.
  - intro H. exists (lower k rho). apply G1_above; [repeat split |]; lra.
Qed.

(** Outside [-1 < rho < 1] no gain below the lock sustains a sequence. *)
Theorem G1_outside : forall k rho z0, 0 < k -> k * rho < 1 -> rho <= -1 \/ 1 <= rho -> ~ self_sustained k rho z0.
Proof.
  intros k rho z0 Hk Hb [Hr | Hr] A.
  - set (d := (1 + k) / (k * (1 - rho))).
    assert (Q : 0 < k * (1 - rho)) by (apply Rmult_lt_0_compat; lra).
    assert (P : 0 < d) by (apply Rdiv_lt_0_compat; lra).
    destruct (nfloor_ex (Rabs ((handover k rho z0 - 1) / d)) (Rabs_pos _)) as [n [_ Hn]].
    destruct (uniform_loss_ends k rho (handover k rho z0) d (S n) P) as [m [_ E]].
    + intros m _. rewrite !orbit_shift. simpl orbit.
      assert (M := A m). assert (M1 := A (S m)). simpl in M1.
      assert (U := handover_below_gain k rho _ Hk Hb M).
      set (z := handover k rho (orbit k rho z0 m)) in *.
      assert (Y : 0 < z - k * rho) by lra. rewrite loss by lra. apply (Rle_div_r d _ _ Y). unfold d.
      replace ((1 + k) / (k * (1 - rho)) * (z - k * rho)) with ((1 + k) * ((z - k * rho) / (k * (1 - rho)))) by (field; lra).
      assert ((z - k * rho) / (k * (1 - rho)) <= 1) by (apply Rle_div_l; lra).
      assert (k * (1 + rho) * z <= 0) by (assert (0 <= k * z) by nra; nra). nra.
    + rewrite S_INR. assert (T := Rle_abs ((handover k rho z0 - 1) / d)). lra.
    + rewrite orbit_shift in E. specialize (A (S m)). lra.
  - assert (B0 := A 0%nat). assert (B1 := A 1%nat). simpl in B0, B1.
    assert (U := handover_below_gain k rho z0 Hk Hb B0). nra.
Qed.

(** For [0 < rho < 1] the window [4/(1 + rho)^2 <= k < 1/rho] is not empty. *)
Theorem G1_window : forall rho, 0 < rho < 1 -> gain_threshold rho < 1 / rho.
Proof.
  intros rho H. unfold gain_threshold. apply Rlt_div_l; [nra |].
  replace (1 / rho * (1 + rho) ^ 2) with ((1 + rho) ^ 2 / rho) by (field; lra).
  apply (Rlt_div_r 4 _ rho); [lra |]. assert (0 < (1 - rho) ^ 2) by (apply pow_lt; lra). lra.
Qed.

(** Without self-coupling the critical gain is 4. *)
Theorem G1_paper : gain_threshold 0 = 4.
Proof. unfold gain_threshold. field. Qed.

(** ** G2: fixed points *)

(** Off the pole, a fixed point is a root of [z^2 - k (1 + rho) z + k]; where they are real, the roots are [z_-] and [z_+], with product [k]. *)
Theorem G2_fixed_points : forall k rho z, z <> k * rho ->
  (handover k rho z = z <-> z ^ 2 - k * (1 + rho) * z + k = 0) /\
  (0 <= k ^ 2 * (1 + rho) ^ 2 - 4 * k ->
    (z ^ 2 - k * (1 + rho) * z + k = 0 <-> z = lower k rho \/ z = upper k rho) /\ upper k rho * lower k rho = k) /\
  (k ^ 2 * (1 + rho) ^ 2 - 4 * k < 0 -> z ^ 2 - k * (1 + rho) * z + k <> 0).
Proof.
  intros k rho z Hz. assert (N : z - k * rho <> 0) by lra. split; [| split].
  - assert (E := loss k rho z N). split; intro H.
    + rewrite H in E. apply Rmult_eq_reg_r with (/ (z - k * rho)); [unfold Rdiv in E; lra | apply Rinv_neq_0_compat, N].
    + rewrite H in E. unfold Rdiv in E. rewrite Rmult_0_l in E. lra.
  - intro D. destruct (roots k rho D) as [_ [_ [S [P _]]]]. split; [| exact P].
    assert (F := factored k rho z D). rewrite F. split; intro H.
    + apply Rmult_integral in H. destruct H; [left | right]; lra.
    + destruct H as [-> | ->]; ring.
  - intros D E. assert (0 <= (z - k * (1 + rho) / 2) ^ 2) by apply pow2_ge_0. lra.
Qed.

(** The multiplier is the derivative of the map, [det/y^2]. *)
Theorem G2_derivative : forall k rho z, z <> k * rho -> is_derive (handover k rho) z (multiplier k rho z).
Proof.
  intros k rho z Hz. unfold handover, multiplier, determinant. auto_derive; [lra | field; lra].
Qed.

(** In the window both fixed points exceed one, the multipliers are [y_-/y_+] and [y_+/y_-]; above its lower end [z_+] is stable and [z_-]
    unstable; at it both are [2/(1 + rho)], with multiplier one. *)
Theorem G2_multipliers : forall k rho, window k rho ->
  1 < lower k rho <= upper k rho /\
  multiplier k rho (upper k rho) = y_lower k rho / y_upper k rho /\
  multiplier k rho (lower k rho) = y_upper k rho / y_lower k rho /\
  (gain_threshold rho < k -> 0 < multiplier k rho (upper k rho) < 1 /\ 1 < multiplier k rho (lower k rho)) /\
  (k = gain_threshold rho -> lower k rho = 2 / (1 + rho) /\ upper k rho = 2 / (1 + rho) /\ multiplier k rho (2 / (1 + rho)) = 1).
Proof.
  intros k rho W. assert (Hk := window_positive k rho W).
  destruct (window_roots k rho W) as [D [LU [B O]]]. destruct (roots k rho D) as [_ [P _]].
  assert (MU : multiplier k rho (upper k rho) = y_lower k rho / y_upper k rho).
  { unfold multiplier. fold (shifted k rho (upper k rho)). fold (y_upper k rho). rewrite <- P. field. lra. }
  assert (ML : multiplier k rho (lower k rho) = y_upper k rho / y_lower k rho).
  { unfold multiplier. fold (shifted k rho (lower k rho)). fold (y_lower k rho). rewrite <- P. field. lra. }
  split; [exact LU |]. split; [exact MU |]. split; [exact ML |]. destruct W as [[L U] [Hb _]]. split.
  - intro H. assert (S : y_lower k rho < y_upper k rho).
    { unfold y_lower, y_upper, shifted, lower, upper.
      assert (0 < sqrt (k ^ 2 * (1 + rho) ^ 2 - 4 * k)); [| lra].
      apply sqrt_lt_R0. unfold gain_threshold in H. apply Rlt_div_l in H; nra. }
    rewrite MU, ML. repeat split; [apply Rdiv_lt_0_compat; lra | apply Rlt_div_l; lra | apply Rlt_div_r; lra].
  - intro H.
    assert (Z : k ^ 2 * (1 + rho) ^ 2 - 4 * k = 0) by (rewrite H; unfold gain_threshold; field; lra).
    assert (EL : lower k rho = 2 / (1 + rho)) by (unfold lower; rewrite Z, sqrt_0, H; unfold gain_threshold; field; lra).
    assert (EU : upper k rho = 2 / (1 + rho)) by (unfold upper; rewrite Z, sqrt_0, H; unfold gain_threshold; field; lra).
    split; [exact EL |]. split; [exact EU |]. rewrite <- EU, MU.
    unfold y_lower, y_upper in *. rewrite EL, EU in *. field. lra.
Qed.

(** Without self-coupling and for unit slope [Z_+- = (kappa +- sqrt (kappa^2 - 4 kappa))/2] and the multiplier is [kappa/Z^2]. *)
Theorem G2_paper : forall kappa Z, Z <> 0 ->
  upper kappa 0 = (kappa + sqrt (kappa ^ 2 - 4 * kappa)) / 2 /\ lower kappa 0 = (kappa - sqrt (kappa ^ 2 - 4 * kappa)) / 2 /\
  multiplier kappa 0 Z = kappa / Z ^ 2.
Proof.
  intros kappa Z H. unfold upper, lower, multiplier, determinant.
  replace (kappa ^ 2 * (1 + 0) ^ 2 - 4 * kappa) with (kappa ^ 2 - 4 * kappa) by ring.
  repeat split; field. exact H.
Qed.
