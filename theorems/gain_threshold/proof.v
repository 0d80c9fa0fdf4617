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

(* formula G2 *)
Definition trace (k rho : R) := k * (1 - rho).

(* formula G2 *)
Definition determinant (k rho : R) := k * (1 - k * rho).

(** [b], the speed at which the threshold is crossed, and the least [y] of a memory. *)
(* formula G4 *)
Definition bound (k rho : R) := 1 - k * rho.

(** [y = z - k rho]. *)
(* formula G2 *)
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

(* formula G2 *)
Definition y_upper (k rho : R) := shifted k rho (upper k rho).

(* formula G2 *)
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
(* formula G3 *)
Definition phase (k rho : R) := acos (trace k rho / (2 * sqrt (determinant k rho))).

(** The angle of a [y]: [cot th = (y/sqrt det - cos phi)/sin phi] with [0 < th < pi]. *)
(* formula G3 *)
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
  (forall m, (forall j, (j <= m)%nat -> 1 < orbit k rho z0 j) -> d <= orbit k rho z0 m - orbit k rho z0 (S m)) ->
  (z0 - 1) / d <= INR n -> exists m, (m <= n)%nat /\ orbit k rho z0 m <= 1.
Proof.
  intros k rho z0 d n Hd H Hn. destruct (alive_or_ended k rho z0 n) as [A | E]; [| exact E].
  assert (L : orbit k rho z0 n <= z0 - INR n * d) by (apply descent; intros; apply H; intros; apply A; lia).
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
  - apply (uniform_loss_ends k rho z0 d n P); [intros m A; apply L, A; lia | exact Hn].
  - destruct (Rlt_le_dec 1 z0) as [A | A]; [| exists 0%nat; split; [lia | exact A]].
    destruct n as [| n]; [lia |]. rewrite S_INR in Hn.
    destruct (uniform_loss_ends k rho (handover k rho z0) d n P) as [m [Hm E]].
    + intros m B. apply L, B. lia.
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

(** ** G3: orbit *)

(** The network is described by the map only while [z_n > 1]. The formulas hold somewhat longer: as long as no [y] before is zero. *)
Definition defined_up_to (k rho z0 : R) (n : nat) : Prop := forall m, (m < n)%nat -> shifted_orbit k rho z0 m <> 0.

Lemma alive_defined : forall k rho z0 n, k * rho < 1 -> (forall m, (m < n)%nat -> 1 < orbit k rho z0 m) -> defined_up_to k rho z0 n.
Proof. intros k rho z0 n Hb A m Hm. specialize (A m Hm). unfold shifted_orbit, shifted. lra. Qed.

Lemma nonzero_ratio : forall a b c, a <> 0 -> b <> 0 -> c <> 0 -> a * b / c <> 0.
Proof.
  intros a b c A B C. apply Rmult_integral_contrapositive_currified; [| apply Rinv_neq_0_compat, C].
  apply Rmult_integral_contrapositive_currified; assumption.
Qed.

Lemma orbit_step : forall k rho z0 n, shifted_orbit k rho z0 n <> 0 ->
  shifted_orbit k rho z0 (S n) = trace k rho - determinant k rho / shifted_orbit k rho z0 n.
Proof. intros k rho z0 n H. apply step, H. Qed.

Lemma weight_step : forall k rho y0 n, weight k rho y0 (S (S n)) = trace k rho * weight k rho y0 (S n) - determinant k rho * weight k rho y0 n.
Proof. intros. unfold weight. simpl. destruct (weights k rho y0 n). reflexivity. Qed.

(** [w_0 = 1], [w_1 = y_0], [w_(n+2) = tr w_(n+1) - det w_n], and [y_n = w_(n+1)/w_n] as long as these are not zero. *)
Theorem G3_recurrence : forall k rho z0 n, let w := weight k rho (shifted k rho z0) in
  (w 0%nat = 1 /\ w 1%nat = shifted k rho z0 /\ w (S (S n)) = trace k rho * w (S n) - determinant k rho * w n) /\
  ((forall m, (m <= n)%nat -> w m <> 0) -> shifted_orbit k rho z0 n = w (S n) / w n).
Proof.
  intros k rho z0 n w. split; [repeat split; apply weight_step |].
  induction n as [| n IH]; intro N.
  - unfold w, weight, shifted_orbit; simpl. field.
  - assert (A := N n ltac:(lia)). assert (B := N (S n) ltac:(lia)).
    assert (E : shifted_orbit k rho z0 n = w (S n) / w n) by (apply IH; intros; apply N; lia).
    rewrite orbit_step; rewrite E.
    + unfold w in *. rewrite weight_step. field. split; assumption.
    + unfold Rdiv. apply Rmult_integral_contrapositive_currified; [| apply Rinv_neq_0_compat]; assumption.
Qed.

(** Above the threshold: [(y_n - y_+)/(y_n - y_-) = (y_-/y_+)^n (y_0 - y_+)/(y_0 - y_-)], for real fixed points other than zero, from
    [y_0 <> y_-]; solved for [y_n] this is [y_above]. *)
Theorem G3_above : forall k rho z0 n, 0 < k ^ 2 * (1 + rho) ^ 2 - 4 * k -> determinant k rho <> 0 ->
  let y := shifted_orbit k rho z0 in
  y 0%nat <> y_lower k rho -> defined_up_to k rho z0 n ->
  y n <> y_lower k rho /\
  (y n - y_upper k rho) / (y n - y_lower k rho) = (y_lower k rho / y_upper k rho) ^ n * ((y 0%nat - y_upper k rho) / (y 0%nat - y_lower k rho)) /\
  y n = y_above k rho (y 0%nat) n.
Proof.
  intros k rho z0 n D Q y Y0 N. destruct (roots k rho (Rlt_le _ _ D)) as [S [P _]].
  assert (PU : y_upper k rho <> 0) by (intro C; apply Q; rewrite <- P, C; ring).
  assert (PL : y_lower k rho <> 0) by (intro C; apply Q; rewrite <- P, C; ring).
  assert (G : y_upper k rho - y_lower k rho <> 0).
  { unfold y_upper, y_lower, shifted, upper, lower. assert (T := sqrt_lt_R0 _ D). lra. }
  assert (H : y n - y_lower k rho <> 0 /\ (y n - y_upper k rho) / (y n - y_lower k rho) =
    (y_lower k rho / y_upper k rho) ^ n * ((y 0%nat - y_upper k rho) / (y 0%nat - y_lower k rho))).
  { induction n as [| n IH]; [split; [lra | simpl; ring] |].
    destruct IH as [A E]; [intros m Hm; apply N; lia |]. assert (B : y n <> 0) by (apply N; lia).
    assert (R : y (Datatypes.S n) = y_upper k rho + y_lower k rho - y_upper k rho * y_lower k rho / y n)
      by (unfold y; rewrite orbit_step, S, P by exact B; reflexivity).
    assert (F : y (Datatypes.S n) - y_lower k rho = y_upper k rho * (y n - y_lower k rho) / y n) by (rewrite R; field; exact B).
    split.
    - rewrite F. apply nonzero_ratio; assumption.
    - rewrite F. replace (y (Datatypes.S n) - y_upper k rho) with (y_lower k rho * (y n - y_upper k rho) / y n) by (rewrite R; field; exact B).
      simpl pow. rewrite Rmult_assoc, <- E. field. repeat split; assumption. }
  destruct H as [A E]. repeat split; [lra | exact E |].
  unfold y_above. cbv zeta. rewrite <- E.
  assert (1 - (y n - y_upper k rho) / (y n - y_lower k rho) = (y_upper k rho - y_lower k rho) / (y n - y_lower k rho)) as -> by (field; exact A).
  field. split; [exact A |]. exact G.
Qed.

(** At the threshold: [1/(y_n - y* ) = 1/(y_0 - y* ) + n/y*] with [y* = tr/2], from [y_0 <> y*]; solved for [y_n] this is [y_at]. *)
Theorem G3_at : forall k rho z0 n, k ^ 2 * (1 + rho) ^ 2 - 4 * k = 0 -> trace k rho <> 0 ->
  let y := shifted_orbit k rho z0 in let y' := trace k rho / 2 in
  y 0%nat <> y' -> defined_up_to k rho z0 n ->
  y n <> y' /\ 1 / (y n - y') = 1 / (y 0%nat - y') + INR n / y' /\ y n = y_at k rho (y 0%nat) n.
Proof.
  intros k rho z0 n D Q y y' Y0 N.
  assert (T : trace k rho = 2 * y') by (unfold y'; field). assert (T0 : y' <> 0) by (unfold y'; lra).
  assert (P : determinant k rho = y' * y') by (assert (E := discriminant k rho); rewrite T in E; lra).
  assert (H : y n - y' <> 0 /\ 1 / (y n - y') = 1 / (y 0%nat - y') + INR n / y').
  { induction n as [| n IH]; [split; [lra | simpl; field; lra] |].
    destruct IH as [A E]; [intros m Hm; apply N; lia |]. assert (B : y n <> 0) by (apply N; lia).
    assert (F : y (S n) - y' = y' * (y n - y') / y n) by (unfold y; rewrite orbit_step, T, P by exact B; field; exact B).
    split; rewrite F.
    - apply nonzero_ratio; assumption.
    - rewrite S_INR. replace (1 / (y' * (y n - y') / y n)) with (1 / (y n - y') + 1 / y') by (field; auto).
      rewrite E. field. split; [exact T0 | lra]. }
  destruct H as [A E]. repeat split; [lra | exact E |].
  unfold y_at. fold y'. rewrite <- E. field. exact A.
Qed.

Lemma root_positive : forall k rho, 0 < k -> k * rho < 1 -> 0 < sqrt (determinant k rho) /\ sqrt (determinant k rho) ^ 2 = determinant k rho.
Proof.
  intros k rho Hk Hb. assert (D : 0 < determinant k rho) by (apply Rmult_lt_0_compat; lra).
  split; [apply sqrt_lt_R0, D | apply pow2_sqrt; lra].
Qed.

(** Below the threshold the two angles are what the statement says: [cos phi = tr/(2 sqrt det)], [0 < phi < pi]. *)
Lemma phase_properties : forall k rho, 0 < k -> k * rho < 1 -> k * (1 + rho) ^ 2 < 4 ->
  cos (phase k rho) = trace k rho / (2 * sqrt (determinant k rho)) /\ 0 < phase k rho < PI /\ 0 < sin (phase k rho).
Proof.
  intros k rho Hk Hb H. destruct (root_positive k rho Hk Hb) as [S Q]. assert (D := discriminant k rho).
  set (s := sqrt (determinant k rho)) in *. set (c := trace k rho / (2 * s)).
  assert (N : trace k rho ^ 2 < (2 * s) ^ 2) by (assert (0 < k * (4 - k * (1 + rho) ^ 2)) by (apply Rmult_lt_0_compat; lra); lra).
  assert (C : -1 < c < 1).
  { unfold c. split; [apply Rlt_div_r | apply Rlt_div_l]; nra. }
  assert (A : cos (phase k rho) = c) by (unfold phase; fold s; fold c; apply cos_acos; lra).
  assert (B : 0 < phase k rho < PI) by (unfold phase; fold s; fold c; apply acos_bound_lt; lra).
  split; [exact A |]. split; [exact B |]. apply sin_gt_0; apply B.
Qed.

(** And [cot th = (y/sqrt det - cos phi)/sin phi], [0 < th < pi]. *)
Lemma angle_properties : forall k rho y, 0 < k -> k * rho < 1 -> k * (1 + rho) ^ 2 < 4 ->
  0 < angle k rho y < PI /\ 0 < sin (angle k rho y) /\
  cos (angle k rho y) / sin (angle k rho y) = (y / sqrt (determinant k rho) - cos (phase k rho)) / sin (phase k rho).
Proof.
  intros k rho y Hk Hb H. unfold angle.
  set (c := (y / sqrt (determinant k rho) - cos (phase k rho)) / sin (phase k rho)).
  assert (B := atan_bound c). assert (A : 0 < PI / 2 - atan c < PI) by lra.
  split; [exact A |]. split; [apply sin_gt_0; apply A |].
  rewrite sin_shift, cos_shift. apply tan_atan.
Qed.

(** Below the threshold: [w_n = det^(n/2) sin (th + n phi)/sin th] for every [n], hence
    [y_n = sqrt det sin (th + (n + 1) phi)/sin (th + n phi)] as long as no denominator is zero. For all [k > 0], [k rho < 1], [k (1 + rho)^2 < 4]. *)
Theorem G3_below : forall k rho z0 n, 0 < k -> k * rho < 1 -> k * (1 + rho) ^ 2 < 4 ->
  let y0 := shifted k rho z0 in let th := angle k rho y0 in let phi := phase k rho in
  weight k rho y0 n = sqrt (determinant k rho) ^ n * (sin (th + INR n * phi) / sin th) /\
  ((forall m, (m <= n)%nat -> sin (th + INR m * phi) <> 0) -> shifted_orbit k rho z0 n = y_below k rho y0 n).
Proof.
  intros k rho z0 n Hk Hb H y0 th phi.
  destruct (root_positive k rho Hk Hb) as [S Q]. destruct (phase_properties k rho Hk Hb H) as [C [_ P]]. fold phi in C, P.
  destruct (angle_properties k rho y0 Hk Hb H) as [_ [T A]]. fold th in T, A. fold phi in A.
  set (s := sqrt (determinant k rho)) in *.
  assert (W : forall m, weight k rho y0 m = s ^ m * (sin (th + INR m * phi) / sin th) /\
    weight k rho y0 (Datatypes.S m) = s ^ Datatypes.S m * (sin (th + INR (Datatypes.S m) * phi) / sin th)).
  { induction m as [| m [IH1 IH2]]; split.
    - unfold weight; simpl. rewrite Rmult_0_l, Rplus_0_r. field. lra.
    - unfold weight; simpl. rewrite Rmult_1_l, sin_plus.
      replace (cos th) with (cos th / sin th * sin th) by (field; lra). rewrite A. field. lra.
    - exact IH2.
    - rewrite weight_step, IH1, IH2. rewrite !S_INR.
      set (a := th + (INR m + 1) * phi).
      replace (th + INR m * phi) with (a - phi) by (unfold a; ring).
      replace (th + (INR m + 1 + 1) * phi) with (a + phi) by (unfold a; ring).
      rewrite sin_minus, sin_plus.
      replace (trace k rho) with (2 * s * cos phi) by (rewrite C; field; lra).
      rewrite <- Q. simpl pow. field. lra. }
  split; [apply W |]. intro N.
  assert (M : forall m, (m <= n)%nat -> weight k rho y0 m <> 0).
  { intros m Hm. rewrite (proj1 (W m)). apply Rmult_integral_contrapositive_currified; [apply pow_nonzero; lra |].
    apply Rmult_integral_contrapositive_currified; [apply N, Hm | apply Rinv_neq_0_compat; lra]. }
  rewrite (proj2 (G3_recurrence k rho z0 n) M). fold y0. destruct (W n) as [-> ->].
  rewrite S_INR. unfold y_below. fold th phi s. simpl pow. field.
  repeat split; [apply N; lia | lra | apply pow_nonzero; lra].
Qed.

(** In the window, from below [z_-], a sequence ends: each step loses at least [(z_- - z_0)(z_+ - z_0)/(z_0 - k rho)]. *)
Theorem G3_ends_below : forall k rho z0, window k rho -> 1 < z0 < lower k rho ->
  let d := (lower k rho - z0) * (upper k rho - z0) / (z0 - k * rho) in
  0 < d /\ forall n, (z0 - 1) / d <= INR n -> exists m, (m <= n)%nat /\ orbit k rho z0 m <= 1.
Proof.
  intros k rho z0 W [H1 H0] d. assert (Hk := window_positive k rho W).
  destruct (window_roots k rho W) as [D [[L O] _]]. destruct W as [_ [Hb _]].
  assert (P : 0 < d) by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat |]; lra). split; [exact P |].
  intros n Hn. apply (uniform_loss_ends k rho z0 d n P); [| exact Hn].
  assert (E : forall z, 1 < z <= z0 -> d <= z - handover k rho z).
  { intros z Hz. rewrite loss, factored by (assumption || lra). unfold d.
    replace ((z - lower k rho) * (z - upper k rho)) with ((lower k rho - z) * (upper k rho - z)) by ring.
    apply Rmult_le_compat.
    - apply Rmult_le_pos; lra.
    - apply Rlt_le, Rinv_0_lt_compat; lra.
    - apply Rmult_le_compat; lra.
    - apply Rinv_le_contravar; lra. }
  assert (B : forall m, (forall j, (j <= m)%nat -> 1 < orbit k rho z0 j) -> orbit k rho z0 m <= z0).
  { induction m as [| m IH]; intro A; [simpl; lra |].
    assert (orbit k rho z0 m <= z0) by (apply IH; intros; apply A; lia).
    assert (d <= orbit k rho z0 m - orbit k rho z0 (S m)) by (apply E; split; [apply A; lia | assumption]). lra. }
  intros m A. apply E. split; [apply A; lia | apply B, A].
Qed.

(** In the window from above [z_-] the distance to [z_+] shrinks by the factor [y_-/y_n] at each step. *)
Theorem G3_error_ratio : forall k rho z0 n, window k rho -> lower k rho <= z0 ->
  let y := shifted_orbit k rho z0 in
  0 < y n /\ y (S n) - y_upper k rho = y_lower k rho / y n * (y n - y_upper k rho).
Proof.
  intros k rho z0 n W H0 y. destruct (window_roots k rho W) as [D [_ [B _]]]. destruct (roots k rho D) as [S [P _]].
  assert (A : lower k rho <= orbit k rho z0 n) by apply (G1_above k rho z0 W H0).
  assert (Y : 0 < y n) by (unfold y, shifted_orbit, y_lower, shifted in *; lra).
  split; [exact Y |]. unfold y in *. rewrite orbit_step by lra. rewrite <- S, <- P. field. lra.
Qed.

(** In the window above its lower end: a sequence is self-sustained and converges to [z_+] if and only if [z_0 > z_-]; and then
    the ratio of successive errors tends to [y_-/y_+]. *)
Theorem G3_convergence : forall k rho z0, window k rho -> gain_threshold rho < k ->
  (self_sustained k rho z0 /\ is_lim_seq (orbit k rho z0) (upper k rho) <-> lower k rho < z0) /\
  (lower k rho < z0 -> is_lim_seq (fun n => y_lower k rho / shifted_orbit k rho z0 n) (y_lower k rho / y_upper k rho)).
Proof.
  intros k rho z0 W K. assert (Hk := window_positive k rho W). destruct (G2_multipliers k rho W) as [_ [M [_ [ST _]]]].
  destruct (ST K) as [[_ R] _]. rewrite M in R.
  destruct (window_roots k rho W) as [D [[L O] [[B0 B] B1]]]. apply Rlt_div_l in R; [| lra]. rewrite Rmult_1_l in R.
  assert (X : lower k rho < upper k rho) by (unfold y_lower, y_upper, shifted in R; lra).
  assert (C : lower k rho < z0 -> is_lim_seq (orbit k rho z0) (upper k rho)).
  { intro H. set (m := Rmin (shifted k rho z0) (y_upper k rho)).
    assert (Y : y_lower k rho < m).
    { unfold m. apply Rmin_glb_lt; [unfold y_lower, shifted; lra | exact R]. }
    assert (A : forall n, m <= shifted_orbit k rho z0 n /\
      Rabs (shifted_orbit k rho z0 n - y_upper k rho) <= (y_lower k rho / m) ^ n * Rabs (z0 - upper k rho)).
    { induction n as [| n [IH1 IH2]].
      - split; [apply Rmin_l |]. unfold shifted_orbit, y_upper, shifted; simpl.
        replace (z0 - k * rho - (upper k rho - k * rho)) with (z0 - upper k rho) by ring. lra.
      - destruct (G3_error_ratio k rho z0 n W (Rlt_le _ _ H)) as [P E].
        set (y := shifted_orbit k rho z0 n) in *.
        assert (Q : 0 < y_lower k rho / y <= y_lower k rho / m).
        { split; [apply Rdiv_lt_0_compat; lra |]. apply Rmult_le_compat_l; [lra | apply Rinv_le_contravar; lra]. }
        assert (Q1 : y_lower k rho / m < 1) by (apply Rlt_div_l; lra).
        split.
        + assert (m <= y_upper k rho) by apply Rmin_r.
          assert (y_upper k rho - shifted_orbit k rho z0 (S n) <= y_upper k rho - m); [| lra].
          replace (y_upper k rho - shifted_orbit k rho z0 (S n)) with (y_lower k rho / y * (y_upper k rho - y)) by lra.
          destruct (Rle_lt_dec y (y_upper k rho)); nra.
        + rewrite E, Rabs_mult, (Rabs_pos_eq (y_lower k rho / y)) by lra. simpl pow. rewrite Rmult_assoc.
          apply Rmult_le_compat; try lra. apply Rabs_pos. }
    apply (is_lim_seq_ext (fun n => (shifted_orbit k rho z0 n - y_upper k rho) + upper k rho)).
    { intro n. unfold shifted_orbit, y_upper, shifted. ring. }
    replace (Finite (upper k rho)) with (Rbar_plus 0 (upper k rho)) by (simpl; f_equal; ring).
    apply is_lim_seq_plus'; [| apply is_lim_seq_const].
    apply is_lim_seq_abs_0, (is_lim_seq_le_le (fun _ => 0) _ (fun n => (y_lower k rho / m) ^ n * Rabs (z0 - upper k rho))).
    - intro n. split; [apply Rabs_pos | apply A].
    - apply is_lim_seq_const.
    - replace (Finite 0) with (Rbar_mult 0 (Rabs (z0 - upper k rho))) by (simpl; f_equal; ring).
      apply is_lim_seq_scal_r, is_lim_seq_geom. rewrite Rabs_pos_eq.
      + apply Rlt_div_l; lra.
      + apply Rlt_le, Rdiv_lt_0_compat; lra. }
  split; [split |].
  - intros [A T]. apply Rnot_le_lt. intros [H | H].
    + destruct (G3_ends_below k rho z0 W) as [P E]; [split; [apply (A 0%nat) | exact H] |].
      set (d := (lower k rho - z0) * (upper k rho - z0) / (z0 - k * rho)) in *.
      destruct (nfloor_ex (Rabs ((z0 - 1) / d)) (Rabs_pos _)) as [n [_ Hn]].
      destruct (E (S n)) as [m [_ G]]; [| specialize (A m); lra].
      rewrite S_INR. assert (U := Rle_abs ((z0 - 1) / d)). lra.
    + assert (F : forall n, orbit k rho z0 n = lower k rho).
      { induction n as [| n IH]; [exact H |]. simpl. rewrite IH.
        apply Rminus_diag_uniq_sym. rewrite loss by (unfold bound, y_lower, shifted in *; lra).
        rewrite factored by exact D. replace (lower k rho - lower k rho) with 0 by ring. unfold Rdiv. ring. }
      apply (is_lim_seq_ext _ (fun _ => lower k rho) _ F) in T.
      assert (G := is_lim_seq_unique _ _ T). rewrite Lim_seq_const in G. injection G. lra.
  - intro H. split; [apply G1_above; [exact W | lra] | apply C, H].
  - intro H. apply (is_lim_seq_div' (fun _ => y_lower k rho)); [apply is_lim_seq_const | | lra].
    unfold shifted_orbit, shifted, y_upper, shifted. apply is_lim_seq_minus'; [apply C, H | apply is_lim_seq_const].
Qed.

(** At the lower end of the window the error falls off as [y*/n], from every [z_0 > z*]. *)
Theorem G3_convergence_at : forall k rho z0, window k rho -> k = gain_threshold rho -> 2 / (1 + rho) < z0 ->
  is_lim_seq (fun n => INR n * (orbit k rho z0 n - 2 / (1 + rho))) (trace k rho / 2).
Proof.
  intros k rho z0 W K H. assert (Hk := window_positive k rho W). destruct (G2_multipliers k rho W) as [_ [_ [_ [_ E]]]].
  destruct (E K) as [EL [EU _]]. destruct (window_roots k rho W) as [D [[L _] [[B0 B] _]]]. destruct (roots k rho D) as [S _].
  set (y' := trace k rho / 2).
  assert (Y : y' = 2 / (1 + rho) - k * rho) by (unfold y', y_upper, y_lower, shifted in *; rewrite EL, EU in S; lra).
  assert (P : 0 < y') by (unfold y_lower, shifted in B; rewrite EL in B; lra).
  set (e := z0 - 2 / (1 + rho)). assert (e0 : 0 < e) by (unfold e; lra).
  apply (is_lim_seq_ext_loc (fun n => y' / (1 + y' / e * / INR n))).
  { exists 1%nat. intros n Hn. assert (N : 0 < INR n) by (apply lt_0_INR; lia).
    assert (Z : k ^ 2 * (1 + rho) ^ 2 - 4 * k = 0) by (destruct W as [[V _] _]; rewrite K; unfold gain_threshold; field; lra).
    destruct (G3_at k rho z0 n Z) as [_ [_ A]].
    - unfold y' in P. lra.
    - unfold shifted_orbit, shifted; simpl. fold y'. lra.
    - apply alive_defined; [apply W |]. intros m _. apply G1_above; [exact W | lra].
    - fold y' in A. unfold y_at, shifted_orbit, shifted in A. simpl in A. fold y' in A.
      replace (orbit k rho z0 n - 2 / (1 + rho)) with (orbit k rho z0 n - k * rho - y') by lra. rewrite A.
      replace (z0 - k * rho - y') with e by (unfold e; lra). field. split; [lra |].
      assert (0 < INR n * e) by (apply Rmult_lt_0_compat; lra). lra. }
  replace (Finite y') with (Finite (y' / (1 + y' / e * 0))) by (f_equal; field; lra).
  apply is_lim_seq_div'; [apply is_lim_seq_const | | rewrite Rmult_0_r; lra].
  apply is_lim_seq_plus'; [apply is_lim_seq_const |].
  apply (is_lim_seq_scal_l _ (y' / e) 0). apply (is_lim_seq_inv INR p_infty); [apply is_lim_seq_INR | discriminate].
Qed.

(** ** G4: period *)

(** On the cycle each memory, entered with [Z = z_+/g], is held for [T_+ = tau_u ln (y_+/b) = tau_u ln (k/y_-)]: E1 of [escape_time]. *)
Theorem G4_period : forall tau_u g kappa rho, 0 < g -> window (g * kappa) rho ->
  let k := g * kappa in
  escape_time.proof.escape_time tau_u kappa rho (escape_time.proof.threshold g) (upper k rho / g) = period tau_u k rho /\
  period tau_u k rho = tau_u * ln (k / y_lower k rho).
Proof.
  intros tau_u g kappa rho Hg W k. fold k in W. destruct (window_roots k rho W) as [D [[L O] [[B0 B] B1]]].
  destruct (roots k rho D) as [_ [P _]]. split.
  - destruct W as [_ [Hb _]]. unfold k in Hb.
    assert (U : g * (upper k rho / g) = upper k rho) by (field; lra).
    rewrite (proj1 (escape_time.proof.E1_units tau_u kappa rho g (upper k rho / g) Hg Hb ltac:(lra))), U.
    reflexivity.
  - unfold period. do 2 f_equal. unfold determinant in P. fold (bound k rho) in P.
    apply Rmult_eq_reg_r with (bound k rho * y_lower k rho); [| apply Rgt_not_eq, Rmult_lt_0_compat; lra].
    replace (y_upper k rho / bound k rho * (bound k rho * y_lower k rho)) with (y_upper k rho * y_lower k rho) by (field; lra).
    rewrite P. field. lra.
Qed.

(** At the lower end of the window [T_+ = tau_u ln (2/(1 - rho))]. *)
Theorem G4_at : forall tau_u rho, -1 < rho < 1 -> gain_threshold rho * rho < 1 ->
  period tau_u (gain_threshold rho) rho = tau_u * ln (2 / (1 - rho)).
Proof.
  intros tau_u rho H Hb. assert (W : window (gain_threshold rho) rho) by (repeat split; lra).
  destruct (G2_multipliers _ _ W) as [_ [_ [_ [_ E]]]]. destruct (E eq_refl) as [_ [U _]].
  unfold period, y_upper. rewrite U. do 2 f_equal. unfold shifted, bound, gain_threshold in *.
  field. assert (0 < (1 - rho) ^ 2) by (apply pow_lt; lra). repeat split; lra.
Qed.

(** Without self-coupling [T_+ = tau_u ln Z_+]. *)
Theorem G4_paper : forall tau_u kappa, period tau_u kappa 0 = tau_u * ln (upper kappa 0).
Proof. intros. unfold period, y_upper, shifted, bound. do 2 f_equal. field. Qed.
