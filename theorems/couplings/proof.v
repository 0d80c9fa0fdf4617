(** * Wider couplings: K1 to K6, proved for all real parameters

    The definitions below are those of [statement.md], in its symbols. Time is counted in units of [tau_u]. [D q] stands for
    [c_1 + c_2 q + c_3 q^2 + ...], so that [C q = rho + q D q] with [rho = c_0]: any function, as far as the algebra goes. The theorems
    start from the equations of one dwell; that these describe the network in the singular limit is the hypothesis of the statement and
    is not proved here.

    Of K1 it is not proved that the polynomials' zeros are all found, which is arithmetic; of K2, that the most salient memory is entered;
    of K5, the sequence that skips. *)

From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** K3, for every drive [d] and every dwell of length [T]: a saliency is multiplied by [q = e^-T] and gains [d (1 - q)]. *)
Theorem K3_book_keeping (alpha : R -> R) (d T : R) : 0 <= T ->
  (forall t, 0 <= t <= T -> is_derive alpha t (- alpha t + d)) ->
  alpha T = alpha 0 * exp (- T) + d * (1 - exp (- T)).
Proof.
  intros HT D.
  destruct (MVT_gen (fun t => exp t * (alpha t - d)) 0 T (fun _ => 0)) as [x [Hx E]]; rewrite Rmin_left, Rmax_right in * by lra.
  - intros t Ht. assert (Hd := D t ltac:(lra)). auto_derive. eexists; exact Hd.
    replace (Derive _ t) with (- alpha t + d) by (symmetry; exact (is_derive_unique _ _ _ Hd)). ring.
  - intros t Ht. apply continuity_pt_mult. apply derivable_continuous_pt, derivable_pt_exp.
    apply continuity_pt_minus. apply derivable_continuous_pt. eexists. apply is_derive_Reals, D; lra.
    apply continuity_pt_const. intros ? ?; reflexivity.
  - rewrite exp_0 in E.
    assert (I : exp (- T) * exp T = 1) by (rewrite <- exp_plus, Rplus_opp_l; apply exp_0).
    assert (H : exp T * (alpha T - d) = alpha 0 - d) by lra.
    apply (f_equal (Rmult (exp (- T)))) in H. rewrite <- Rmult_assoc, I in H. lra.
Qed.

(** [C] from the self-coupling and what the memories ahead are driven with. *)
Definition generating (rho : R) (D : R -> R) (q : R) : R := rho + q * D q.

(** A cycle in order with the decay [q]: the saliency that is entered is what the dwells before have left, with [remembered] from the
    last turn, and the memory is lost at [theta = 1/g]. *)
Definition cycle (g kappa rho : R) (D : R -> R) (remembered q Z : R) : Prop :=
  Z = kappa * (1 - q) * D q + remembered /\ q * (Z - kappa * rho) = 1 / g - kappa * rho.

(** K1 on a chain, for all [g > 0], every gain and all couplings: there is a cycle with the decay [q] iff
    [g kappa (1 - q) C(q) = 1]. *)
Theorem K1_cycle_of_a_chain g kappa rho D q : 0 < g ->
  (exists Z, cycle g kappa rho D 0 q Z) <-> g * kappa * ((1 - q) * generating rho D q) = 1.
Proof.
  intros Hg. unfold cycle, generating. split.
  - intros [Z [E L]]. rewrite E in L.
    assert (H : kappa * ((1 - q) * (rho + q * D q)) = 1 / g) by lra.
    rewrite Rmult_assoc, H. field. lra.
  - intros H. exists (kappa * (1 - q) * D q + 0). split; auto.
    assert (E : kappa * ((1 - q) * (rho + q * D q)) = 1 / g).
    { apply Rmult_eq_reg_l with g; [| lra]. rewrite <- Rmult_assoc, H. field. lra. }
    lra.
Qed.

(** K1 on a ring of [P] memories: iff [g kappa (1 - q) C(q) = 1 - q^P]; the memory has [theta q^(P-1)] left. *)
Theorem K1_cycle_of_a_ring g kappa rho D q P : 0 < g ->
  (exists Z, cycle g kappa rho D (1 / g * q ^ P) q Z) <-> g * kappa * ((1 - q) * generating rho D q) = 1 - q ^ S P.
Proof.
  intros Hg. unfold cycle, generating. simpl pow. split.
  - intros [Z [E L]]. rewrite E in L.
    assert (H : kappa * ((1 - q) * (rho + q * D q)) = 1 / g * (1 - q * q ^ P)) by lra.
    rewrite Rmult_assoc, H. field. lra.
  - intros H. exists (kappa * (1 - q) * D q + 1 / g * q ^ P). split; auto.
    assert (E : kappa * ((1 - q) * (rho + q * D q)) = 1 / g * (1 - q * q ^ P)).
    { apply Rmult_eq_reg_l with g; [| lra]. rewrite <- Rmult_assoc, H. field. lra. }
    lra.
Qed.

(** K1, the threshold of a chain, for every continuous [C]: with [M > 0] the largest value of [(1 - q) C(q)] between 0 and 1, attained
    inside, there is a cycle iff [g kappa >= 1/M]. *)
Theorem K1_threshold_of_a_chain (C : R -> R) (M place k : R) : continuity C -> 0 < place < 1 -> 0 < M ->
  (1 - place) * C place = M -> (forall q, 0 < q < 1 -> (1 - q) * C q <= M) -> 0 < k ->
  (exists q, 0 < q < 1 /\ k * ((1 - q) * C q) = 1) <-> 1 / M <= k.
Proof.
  intros HC Hp HM EM Hmost Hk. split.
  - intros [q [Hq E]]. assert (H := Hmost q Hq). apply Rle_div_l; [lra |].
    rewrite <- E. apply Rmult_le_compat_l; lra.
  - intros H. apply Rle_div_l in H; [| lra].
    assert (Hf : continuity (fun q => k * ((1 - q) * C q))).
    { apply continuity_mult. apply continuity_const. intros ? ?; reflexivity.
      apply continuity_mult; auto. apply continuity_minus. apply continuity_const; intros ? ?; reflexivity.
      apply derivable_continuous, derivable_id. }
    destruct (IVT_gen (fun q => k * ((1 - q) * C q)) place 1 1 Hf) as [q [Hq E]].
    + rewrite EM. replace (k * ((1 - 1) * C 1)) with 0 by ring.
      rewrite Rmin_right, Rmax_left by nra. lra.
    + rewrite Rmin_left, Rmax_right in Hq by lra. exists q. split; auto. split; [lra |].
      destruct (Req_dec q 1) as [-> | Hn]; [| lra]. replace (k * ((1 - 1) * C 1)) with 0 in E by ring. lra.
Qed.

(** K1, the lock: a cycle at whose decay [(1 - q) C(q)] exceeds [c_0], its value at 0, is one at which no memory locks. *)
Theorem K1_no_lock k rho share : 0 < k -> k * share = 1 -> rho < share -> k * rho < 1.
Proof. intros. nra. Qed.

(** K4: what a pulse of amplitude [A] and duration [tau] on a memory that had nothing has left a time [s] after its end. *)
Theorem K4_pulse (during after : R -> R) A tau s : 0 <= tau -> 0 <= s -> during 0 = 0 ->
  (forall t, 0 <= t <= tau -> is_derive during t (- during t + A)) -> after 0 = during tau ->
  (forall t, 0 <= t <= s -> is_derive after t (- after t + 0)) -> after s = A * (1 - exp (- tau)) * exp (- s).
Proof.
  intros Ht Hs H0 D E F.
  rewrite (K3_book_keeping after 0 s Hs F), E, (K3_book_keeping during A tau Ht D), H0. ring.
Qed.

(** [D] of K1 for [c_1 = 1], [c_2 = b], times [q (1 - q)]. *)
Definition pair_share (b q : R) : R := (1 - q) * (q * (1 + b * q)).

Definition pair_decay (b : R) : R := 1 / (sqrt (b * b + b + 1) + 1 - b).

(** K5, the threshold with a second successor, for all [b > -1]: no decay between 0 and 1 has a larger share. *)
Theorem K5_pair b q : -1 < b -> 0 < q < 1 -> pair_share b q <= pair_share b (pair_decay b).
Proof.
  intros Hb Hq. unfold pair_share, pair_decay.
  set (s := sqrt (b * b + b + 1)).
  assert (Es : s * s = b * b + b + 1) by (apply sqrt_sqrt; nra).
  assert (Hs : 0 <= s) by apply sqrt_pos. clearbody s.
  assert (Hlow : 0 < s + 1 - b).
  { destruct (Rle_dec b 0); [lra |]. assert (b < s) by (apply Rsqr_incrst_0; unfold Rsqr; nra). lra. }
  set (p := 1 / (s + 1 - b)).
  assert (Ep : p * (s + 1 - b) = 1) by (unfold p; field; lra). clearbody p.
  assert (Hpb : 3 * b * p = b - 1 + s).
  { apply Rmult_eq_reg_r with (s + 1 - b); [| lra]. rewrite Rmult_assoc, Ep. nra. }
  assert (Hpos : 0 <= 1 - b + 2 * b * p + b * q).
  { assert (H2 : 2 * b * p = 2 * (b - 1 + s) / 3) by lra. rewrite H2.
    assert (H3 : 3 / 4 <= s * s) by (rewrite Es; assert (Hq2 := Rle_0_sqr (b + 1 / 2)); unfold Rsqr in Hq2; lra). assert (Hhalf : 1 / 2 <= s) by nra.
    assert (0 <= 1 - b + 2 * s) by lra. assert (0 <= 1 + 2 * b + 2 * s).
    { destruct (Rle_dec (- 1) (2 * b)); [lra |]. apply Rmult_le_reg_l with (2 * s - 1 - 2 * b); [lra |]. nra. }
    destruct (Rle_dec 0 b); nra. }
  assert (Hslope : 1 + 2 * (b - 1) * p - 3 * b * p * p = 0) by nra.
  assert (E : (1 - p) * (p * (1 + b * p)) - (1 - q) * (q * (1 + b * q))
              = (q - p) * (q - p) * (1 - b + 2 * b * p + b * q) - (q - p) * (1 + 2 * (b - 1) * p - 3 * b * p * p)) by ring.
  rewrite Hslope in E. assert (Hsq : 0 <= (q - p) * (q - p)) by apply (Rle_0_sqr (q - p)).
  assert (0 <= (q - p) * (q - p) * (1 - b + 2 * b * p + b * q)) by (apply Rmult_le_pos; assumption). lra.
Qed.

(** K5, exponential range, for all [0 <= gamma < 1]: a saliency above the threshold is handed on unchanged iff
    [k >= (1 + sqrt(1 - gamma))^2]. *)
Theorem K5_exponential k gamma : 0 < k -> 0 <= gamma < 1 ->
  (exists z, 1 < z /\ z = k + gamma - k / z) <-> (1 + sqrt (1 - gamma)) * (1 + sqrt (1 - gamma)) <= k.
Proof.
  intros Hk Hg. set (r := sqrt (1 - gamma)).
  assert (Er : r * r = 1 - gamma) by (apply sqrt_sqrt; lra).
  assert (Hr : 0 < r) by (apply sqrt_lt_R0; lra). split.
  - intros [z [Hz E]].
    assert (H : z * (z - gamma) = k * (z - 1)).
    { assert (Hm : k / z * z = k) by (field; lra). apply (f_equal (Rmult z)) in E. nra. }
    assert (0 <= (z - 1 - r) * (z - 1 - r)) by apply (Rle_0_sqr (z - 1 - r)).
    apply Rmult_le_reg_r with (z - 1); [lra |]. nra.
  - intros H. set (d := sqrt ((k + gamma) * (k + gamma) - 4 * k)).
    assert (Hd : 0 <= (k + gamma) * (k + gamma) - 4 * k).
    { set (w := sqrt k). assert (Ew : w * w = k) by (apply sqrt_sqrt; lra). assert (Hw : 0 <= w) by apply sqrt_pos.
      assert (1 + r <= w) by nra. assert (0 <= k + gamma - 2 * w) by nra. nra. }
    assert (Ed : d * d = (k + gamma) * (k + gamma) - 4 * k) by (apply sqrt_sqrt; exact Hd).
    assert (Hd0 : 0 <= d) by apply sqrt_pos.
    exists ((k + gamma + d) / 2). assert (Hz : 1 < (k + gamma + d) / 2) by nra. split; auto.
    apply Rmult_eq_reg_r with ((k + gamma + d) / 2); [| lra].
    replace ((k + gamma - k / ((k + gamma + d) / 2)) * ((k + gamma + d) / 2)) with ((k + gamma) * ((k + gamma + d) / 2) - k)
      by (field; lra). nra.
Qed.

(** K5, backward drive: on the plain chain's cycle, [z = k (1 - 1/z)], the memory just left has less than the successor iff
    [b < 1 - 1/z^2]. *)
Theorem K5_backward k b z : 1 < z -> z = k * (1 - 1 / z) ->
  (1 / z + k * b * (1 - 1 / z) < z <-> b < 1 - 1 / (z * z)).
Proof.
  intros Hz E. replace (k * b * (1 - 1 / z)) with (b * z) by (rewrite E at 1; ring).
  assert (Hi : 1 / z * z = 1) by (field; lra). set (i := 1 / z) in *.
  replace (1 / (z * z)) with (i * i) by (unfold i; field; lra).
  assert (0 < i) by (unfold i; apply Rdiv_lt_0_compat; lra). split; intros H1; nra.
Qed.

(** K6, for all [theta > 0] and [Z > theta]: with a residue [r] the weaker successor ends above the stronger one iff
    [theta r > kappa (a - b)(Z - theta)]; [q = theta/Z]. *)
Theorem K6_residue kappa a b r theta Z : 0 < theta -> theta < Z ->
  (kappa * a * (1 - theta / Z) < r * (theta / Z) + kappa * b * (1 - theta / Z) <-> kappa * (a - b) * (Z - theta) < theta * r).
Proof.
  intros Ht HZ. assert (E : theta / Z * Z = theta) by (field; lra). set (q := theta / Z) in *.
  assert (F : (1 - q) * Z = Z - theta) by lra. split; intros H.
  - apply (Rmult_lt_compat_r Z) in H; [| lra]. nra.
  - apply Rmult_lt_reg_r with Z; [lra |]. nra.
Qed.

(** K6: from nothing, the loser stands at [theta b/a] when the winner is lost: both decay by the factor that takes the winner to [theta]. *)
Theorem K6_left_behind kappa a b theta q decay : 0 < a -> kappa * a * (1 - q) * decay = theta ->
  kappa * b * (1 - q) * decay = theta * b / a.
Proof.
  intros Ha E. rewrite <- E. field. lra.
Qed.

(** ** K2 *)

(** What a memory has collected that had nothing [m] dwells ago and is [k] ahead now, with the drives [kappa c_j] of the memory [j] ahead:
    the last dwell was at the distance [k], the one before it at [k + 1], and so on. *)
Fixpoint collected (kappa q : R) (c : nat -> R) (k m : nat) : R :=
  match m with O => 0 | S before => q * collected kappa q c (S k) before + kappa * c k * (1 - q) end.

(** [c_k + c_(k+1) q + ...], [m] terms. *)
Fixpoint ahead (q : R) (c : nat -> R) (k m : nat) : R :=
  match m with O => 0 | S before => ahead q c k before + c (k + before)%nat * q ^ before end.

Lemma ahead_first q c m : forall k, ahead q c k (S m) = c k + q * ahead q c (S k) m.
Proof.
  induction m as [|m IH]; intros k; [simpl; rewrite Nat.add_0_r; ring|].
  change (ahead q c k (S (S m))) with (ahead q c k (S m) + c (k + S m)%nat * q ^ S m).
  rewrite IH. simpl ahead. replace (k + S m)%nat with (S k + m)%nat by (rewrite Nat.add_succ_r; reflexivity).
  simpl. ring.
Qed.

(** It is [sum kappa c_j (1 - q) q^(j - k)] over the distances [j] from [k] on. *)
Theorem K2_collected kappa q c m : forall k, collected kappa q c k m = kappa * (1 - q) * ahead q c k m.
Proof.
  induction m as [|m IH]; intros k; [simpl; ring|].
  rewrite ahead_first. simpl collected. rewrite IH. ring.
Qed.

(** Without a drive of its own no successor on a chain is the most salient: with [s_1 = c_1 + q s_2], as in the sums above, [s_2] is larger. *)
Theorem K2_no_order_without_drive c1 q s1 s2 : 0 < q < 1 -> c1 <= 0 -> 0 < s1 -> s1 = c1 + q * s2 -> s1 < s2.
Proof.
  intros Q C P E. assert (0 < q * s2) by lra. assert (0 < s2) by nra. nra.
Qed.
