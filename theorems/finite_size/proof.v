(** * Removed self-synapses: F1, F2 and F3, proved for all real parameters

    The definitions below are those of [statement.md], in its symbols. Time is counted in units of [tau_u], and [N] is any positive real
    number. The theorems start from the equations of one dwell and from the condition that a memory is lost when
    [alpha_mu - S/N] reaches [1/g]; that these describe the network in the singular limit is the hypothesis of the statement and is not
    proved here.

    Left out: F4
    (an asymptotic law of networks). Of F1, the cycle on a ring: proved is that its threshold is shifted, and what follows for the gain
    if [kappa / theta' >= K] is the condition, with any [K]. *)

From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** One dwell of length [T]: the retrieved memory's saliency, the sum [S] of all saliencies, and the loss. *)
Record dwell (g kappa rho N T : R) (alpha S : R -> R) : Prop := {
  positive_dwell : 0 < T;
  retrieved : forall t, 0 <= t <= T -> is_derive alpha t (- alpha t + kappa * rho);
  sum : forall t, 0 <= t <= T -> is_derive S t (- S t + kappa * (1 + rho));
  exists_before : forall t, 0 <= t < T -> 1 / g < alpha t - S t / N;
  lost : alpha T - S T / N = 1 / g }.

(** The solution of [f' = - f + c]. *)
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

(** [q], from the saliency [Z] and the sum [S] on entry. *)
(* formula F2 *)
Definition remaining (g kappa rho N Z S : R) : R := (1 / g - kappa * rho + kappa * (1 + rho) / N) / (Z - kappa * rho - (S - kappa * (1 + rho)) / N).

(** The sum after a dwell with the decay [q]. *)
(* formula F2 *)
Definition next_sum (kappa rho S q : R) : R := kappa * (1 + rho) + (S - kappa * (1 + rho)) * q.

(** F2, for all [g, N > 0], every gain and self-coupling. *)
Theorem F2_recurrence g kappa rho N T alpha S : 0 < g -> 0 < N -> dwell g kappa rho N T alpha S ->
  exp (- T) = remaining g kappa rho N (alpha 0) (S 0) /\ S T = next_sum kappa rho (S 0) (exp (- T)).
Proof.
  intros Hg HN D. unfold remaining, next_sum. assert (HT := positive_dwell _ _ _ _ _ _ _ D).
  assert (EA := linear_flow alpha (kappa * rho) T ltac:(lra) (retrieved _ _ _ _ _ _ _ D)).
  assert (ES := linear_flow S (kappa * (1 + rho)) T ltac:(lra) (sum _ _ _ _ _ _ _ D)).
  assert (L := lost _ _ _ _ _ _ _ D). assert (H0 := exists_before _ _ _ _ _ _ _ D 0 ltac:(lra)).
  split; auto. rewrite EA, ES in L.
  set (q := exp (- T)) in *. set (theta := 1 / g) in *.
  assert (Q : 0 < q < 1). { split. apply exp_pos. unfold q. rewrite <- exp_0. apply exp_increasing. lra. }
  set (d := alpha 0 - kappa * rho - (S 0 - kappa * (1 + rho)) / N).
  assert (E : theta - kappa * rho + kappa * (1 + rho) / N = d * q).
  { rewrite <- L. unfold d. field. lra. }
  rewrite E. field. intros Hd. rewrite Hd in E.
  assert (d = alpha 0 - S 0 / N - (kappa * rho - kappa * (1 + rho) / N)) by (unfold d; field; lra). lra.
Qed.

(** F1's threshold, from the threshold [K] with self-synapses in units of [theta]. *)
(* formula F1 *)
Definition threshold_gain (K g rho N : R) : R := K / (g * (1 - (1 + rho) * K / N)).

(** [theta'], the saliency at which a memory is lost on a cycle. *)
Definition shifted_threshold (g kappa rho N : R) : R := 1 / g + kappa * (1 + rho) / N.

Lemma shifted_positive g kappa rho N : 0 < g -> 0 < kappa -> 0 < N -> -1 < rho -> 0 < shifted_threshold g kappa rho N.
Proof.
  intros. unfold shifted_threshold. assert (0 < 1 / g) by (apply Rdiv_lt_0_compat; lra).
  assert (0 < kappa * (1 + rho) / N) by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat |]; lra). lra.
Qed.

Lemma condition_cleared K g kappa rho N : 0 < g -> 0 < kappa -> 0 < N -> -1 < rho ->
  (K <= kappa / shifted_threshold g kappa rho N <-> K <= kappa * (g * (1 - (1 + rho) * K / N))).
Proof.
  intros Hg Hk HN Hr. rewrite <- Rle_div_r by now apply shifted_positive.
  assert (E : kappa * (g * (1 - (1 + rho) * K / N)) - K = g * (kappa - K * shifted_threshold g kappa rho N)).
  { unfold shifted_threshold. field. lra. }
  split; intros H; nra.
Qed.

(** F1, the algebra. For every [K, g, kappa > 0], [rho > -1] and [N > (1 + rho) K]: the condition [kappa/theta' >= K] is
    [kappa >= kappa_c]. *)
Theorem F1_threshold K g kappa rho N : 0 < K -> 0 < g -> 0 < kappa -> -1 < rho -> (1 + rho) * K < N ->
  (K <= kappa / shifted_threshold g kappa rho N <-> threshold_gain K g rho N <= kappa).
Proof.
  intros HK Hg Hk Hr HN. assert (0 < (1 + rho) * K) by (apply Rmult_lt_0_compat; lra).
  rewrite condition_cleared by lra. unfold threshold_gain. rewrite Rle_div_l. reflexivity.
  apply Rmult_lt_0_compat; auto. assert ((1 + rho) * K / N < 1) by (apply Rlt_div_l; lra). lra.
Qed.

(** F3, the algebra. With [N <= (1 + rho) K] no gain meets the condition. *)
Theorem F3_too_small K g kappa rho N : 0 < K -> 0 < g -> 0 < kappa -> -1 < rho -> 0 < N <= (1 + rho) * K ->
  ~ K <= kappa / shifted_threshold g kappa rho N.
Proof.
  intros HK Hg Hk Hr HN. rewrite condition_cleared by lra.
  assert (1 <= (1 + rho) * K / N) by (apply Rle_div_r; lra).
  assert (0 < kappa * g) by (apply Rmult_lt_0_compat; lra). nra.
Qed.

(** F1, the shift, on a chain and on a ring. If the sum of the saliencies is the same before and after a dwell, it is
    [kappa (1 + rho)], and the memory is lost at [theta']. *)
Theorem F1_shifted_threshold g kappa rho N T alpha S : 0 < g -> 0 < N -> dwell g kappa rho N T alpha S -> S 0 = S T ->
  S T = kappa * (1 + rho) /\ alpha T = shifted_threshold g kappa rho N.
Proof.
  intros Hg HN D HS. destruct (F2_recurrence _ _ _ _ _ _ _ Hg HN D) as [_ E]. unfold next_sum in E.
  assert (Q : exp (- T) < 1). { rewrite <- exp_0. apply exp_increasing. generalize (positive_dwell _ _ _ _ _ _ _ D). lra. }
  assert (ES : S T = kappa * (1 + rho)) by nra. split; auto.
  assert (L := lost _ _ _ _ _ _ _ D). rewrite ES in L. unfold shifted_threshold. lra.
Qed.

(** A cycle on the chain with the decay [q]: every memory is entered with the same saliency, which its predecessor alone has built up, and
    the sum of all saliencies comes back. *)
Definition chain_cycle (g kappa rho N q : R) : Prop :=
  exists Z T alpha S, 0 < T /\ q = exp (- T) /\ dwell g kappa rho N T alpha S /\
    alpha 0 = Z /\ S 0 = S T /\ Z = kappa * (1 - q).

Lemma chain_equation g kappa rho N q : 0 < g -> 0 < kappa -> -1 < rho -> 0 < N ->
  (chain_cycle g kappa rho N q <->
   0 < q < 1 /\ kappa * rho < shifted_threshold g kappa rho N /\
   shifted_threshold g kappa rho N = kappa * (q + rho) * (1 - q)).
Proof.
  intros Hg Hk Hr HN. unfold shifted_threshold. split.
  - intros (Z & T & alpha & S & HT & -> & D & E0 & HS & HZ).
    assert (Q : 0 < exp (- T) < 1). { split. apply exp_pos. rewrite <- exp_0. apply exp_increasing. lra. }
    destruct (F2_recurrence _ _ _ _ _ _ _ Hg HN D) as [_ E2]. unfold next_sum in E2.
    assert (EA := linear_flow alpha (kappa * rho) T ltac:(lra) (retrieved _ _ _ _ _ _ _ D)).
    assert (L := lost _ _ _ _ _ _ _ D). assert (H0 := exists_before _ _ _ _ _ _ _ D 0 ltac:(lra)).
    set (q := exp (- T)) in *.
    assert (ES : S 0 = kappa * (1 + rho)) by nra.
    assert (ES' : S T = kappa * (1 + rho)) by lra.
    rewrite ES' in L. rewrite ES in H0. rewrite EA, E0, HZ in L. rewrite E0, HZ in H0.
    split; auto. split; nra.
  - intros (Q & Hl & E).
    exists (kappa * (1 - q)), (- ln q), (fun t => kappa * rho + (kappa * (1 - q) - kappa * rho) * exp (- t)), (fun _ => kappa * (1 + rho)).
    assert (HT : ln q < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
    assert (Hexp : exp (- - ln q) = q) by (rewrite Ropp_involutive; apply exp_ln; lra).
    split. lra. split. auto. split; [constructor |].
    + lra.
    + intros t Ht. auto_derive; auto. ring.
    + intros t Ht. auto_derive; auto. ring.
    + intros t Ht. assert (q < exp (- t)). { rewrite <- Hexp. apply exp_increasing. lra. }
      assert (HZ : 0 < kappa * (1 - q) - kappa * rho) by nra. nra.
    + rewrite Hexp. nra.
    + rewrite Ropp_0, exp_0. repeat split; ring.
Qed.

(** G1's threshold of the chain, in units of [theta]. *)
(* formula F1 *)
Definition chain_threshold (rho : R) : R := 4 / (1 + rho) ^ 2.

Lemma chain_cycle_exists g kappa rho N : 0 < g -> 0 < kappa -> -1 < rho < 1 -> 0 < N ->
  ((exists q, chain_cycle g kappa rho N q) <->
   chain_threshold rho <= kappa / shifted_threshold g kappa rho N /\ kappa * rho < shifted_threshold g kappa rho N).
Proof.
  intros Hg Hk Hr HN. assert (Ht := shifted_positive g kappa rho N Hg Hk HN ltac:(lra)).
  unfold chain_threshold.
  assert (H2 : 0 < (1 + rho) ^ 2) by (apply pow_lt; lra).
  rewrite <- Rle_div_r by auto. split.
  - intros [q Hq]. apply chain_equation in Hq; auto; try lra. destruct Hq as (Q & Hl & E). split; auto.
    set (theta := shifted_threshold g kappa rho N) in *.
    replace (4 / (1 + rho) ^ 2 * theta) with (4 * theta / (1 + rho) ^ 2) by (field; lra).
    apply Rle_div_l; auto. rewrite E.
    assert (0 <= kappa * (2 * q - (1 - rho)) ^ 2) by (apply Rmult_le_pos; [lra | apply pow2_ge_0]). nra.
  - intros [H Hl]. set (theta := shifted_threshold g kappa rho N) in *.
    set (d := 4 / (1 + rho) ^ 2 * theta / kappa).
    assert (Hd : 0 < d <= 1).
    { unfold d. split.
      - apply Rdiv_lt_0_compat; auto. apply Rmult_lt_0_compat; auto. apply Rdiv_lt_0_compat; lra.
      - apply Rle_div_l; lra. }
    assert (Hs0 := sqrt_pos (1 - d)). assert (Hs : sqrt (1 - d) * sqrt (1 - d) = 1 - d) by (apply sqrt_sqrt; lra).
    exists ((1 - rho) / 2 + (1 + rho) / 2 * sqrt (1 - d)). apply chain_equation; auto; try lra.
    fold theta. set (r := sqrt (1 - d)) in *. assert (r < 1) by nra.
    split. nra. split; auto.
    replace (kappa * ((1 - rho) / 2 + (1 + rho) / 2 * r + rho) * (1 - ((1 - rho) / 2 + (1 + rho) / 2 * r)))
      with (kappa * (1 + rho) ^ 2 / 4 * (1 - r * r)) by field.
    rewrite Hs. unfold d. field. lra.
Qed.

(** F1 on the chain. For all [g, kappa > 0], [-1 < rho < 1] and [N > (1 + rho) K]: a cycle exists if and only if [kappa >= kappa_c] and
    the memories do not lock. *)
Theorem F1_chain g kappa rho N : 0 < g -> 0 < kappa -> -1 < rho < 1 -> (1 + rho) * chain_threshold rho < N ->
  ((exists q, chain_cycle g kappa rho N q) <->
   threshold_gain (chain_threshold rho) g rho N <= kappa /\ kappa * rho < shifted_threshold g kappa rho N).
Proof.
  intros Hg Hk Hr HN.
  assert (HK : 0 < chain_threshold rho) by (apply Rdiv_lt_0_compat; [lra | apply pow_lt; lra]).
  assert (0 < (1 + rho) * chain_threshold rho) by (apply Rmult_lt_0_compat; lra).
  rewrite chain_cycle_exists, F1_threshold by lra. reflexivity.
Qed.

(** F3 on the chain. With [N <= (1 + rho) K] there is no cycle at any gain. *)
Theorem F3_chain_too_small g kappa rho N : 0 < g -> 0 < kappa -> -1 < rho < 1 -> 0 < N <= (1 + rho) * chain_threshold rho ->
  ~ exists q, chain_cycle g kappa rho N q.
Proof.
  intros Hg Hk Hr HN.
  assert (HK : 0 < chain_threshold rho) by (apply Rdiv_lt_0_compat; [lra | apply pow_lt; lra]).
  rewrite chain_cycle_exists by lra. intros [H _]. revert H. apply F3_too_small; lra.
Qed.

(** F1's threshold in the paper's case, [K = 4], [g = 1], [rho = 0]. *)
(* formula F1 *)
Definition paper_threshold_gain (N : R) : R := 4 * N / (N - 4).

(** F1, the paper's case: [4 N/(N - 4)]. *)
Theorem F1_paper N : 4 < N -> threshold_gain 4 1 0 N = paper_threshold_gain N.
Proof. intros H. unfold threshold_gain, paper_threshold_gain. field. lra. Qed.

(** F3, the paper's case: four neurons are too few, whatever the gain. *)
Theorem F3_four_neurons g kappa N : 0 < g -> 0 < kappa -> 0 < N <= 4 -> ~ exists q, chain_cycle g kappa 0 N q.
Proof. intros Hg Hk HN. apply F3_chain_too_small; try lra. unfold chain_threshold. lra. Qed.

(** F3, the lock. For all [g, N > 0], every gain and self-coupling: a retrieved memory stays above its threshold for ever if and only if
    [g kappa (rho - (1 + rho)/N) >= 1]. *)
Theorem F3_lock g kappa rho N (alpha S : R -> R) : 0 < g -> 0 < N ->
  (forall t, 0 <= t -> is_derive alpha t (- alpha t + kappa * rho)) ->
  (forall t, 0 <= t -> is_derive S t (- S t + kappa * (1 + rho))) ->
  1 / g < alpha 0 - S 0 / N ->
  ((forall t, 0 <= t -> 1 / g < alpha t - S t / N) <-> 1 <= g * kappa * (rho - (1 + rho) / N)).
Proof.
  intros Hg HN HA HS H0. set (v := fun t => alpha t - S t / N). set (c := kappa * (rho - (1 + rho) / N)).
  assert (V : forall t, 0 <= t -> v t = c + (v 0 - c) * exp (- t)).
  { intros t Ht. unfold v, c.
    rewrite (linear_flow alpha (kappa * rho) t Ht) by (intros; apply HA; lra).
    rewrite (linear_flow S (kappa * (1 + rho)) t Ht) by (intros; apply HS; lra). field. lra. }
  assert (E : 1 <= g * kappa * (rho - (1 + rho) / N) <-> 1 / g <= c).
  { rewrite Rle_div_l by auto. unfold c. split; lra. }
  rewrite E. fold (v 0) in H0. split.
  - intros H. apply Rnot_lt_le; intros Hc.
    set (q := (1 / g - c) / (v 0 - c)).
    assert (Q : 0 < q < 1). { unfold q. split. apply Rdiv_lt_0_compat; lra. apply Rlt_div_l; lra. }
    assert (HT : ln q < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
    assert (B := H (- ln q) ltac:(lra)). fold (v (- ln q)) in B. rewrite V in B by lra.
    rewrite Ropp_involutive, exp_ln in B by lra. assert ((v 0 - c) * q = 1 / g - c) by (unfold q; field; lra). lra.
  - intros Hc t Ht. fold (v t). rewrite V by auto. assert (P := exp_pos (- t)).
    assert (M : exp (- t) <= 1) by (rewrite <- exp_0; destruct Ht as [Ht | <-]; [left; apply exp_increasing; lra | rewrite Ropp_0; lra]). nra.
Qed.
