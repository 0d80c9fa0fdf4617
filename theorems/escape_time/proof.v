(** * Escape time of a retrieved memory: E1 to E4, proved for all real parameters

    The definitions below are those of [statement.md], in its symbols. The theorems start from the saliencies' equations and from
    the condition that a memory is lost when its saliency reaches [theta]; that these describe the network in the singular limit
    is the hypothesis of the statement and is not proved here. Nothing of the statement's E1 to E4 is left out. *)

Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** ** Definitions *)

(** The threshold [theta] of an activation of slope [g]. *)
(* formula E1 *)
Definition threshold (g : R) := 1 / g.

(** The drive of memory [nu] while [mu] is retrieved: the overlap of [mu] is one, all others are zero. The memories are numbered;
    [successor] says who follows whom, on a ring, on a chain, or otherwise. *)
Definition drive (kappa rho : R) (successor : nat -> nat) (mu nu : nat) : R :=
  kappa * ((if Nat.eq_dec nu (successor mu) then 1 else 0) + rho * (if Nat.eq_dec nu mu then 1 else 0)).

(** One saliency's equation under a constant drive, [tau_u alpha' = -alpha + d], from time zero up to [s]. *)
Definition relaxes (tau_u d s : R) (alpha : R -> R) : Prop :=
  (forall t, 0 < t < s -> is_derive alpha t ((- alpha t + d) / tau_u)) /\
  (forall t, 0 <= t <= s -> continuity_pt alpha t).

(** The saliencies of a network that retrieves [mu] up to time [s]: [alpha nu t] is the saliency of memory [nu] at time [t]. *)
Definition dwells (tau_u kappa rho : R) (successor : nat -> nat) (mu : nat) (s : R) (alpha : nat -> R -> R) : Prop :=
  successor mu <> mu /\ forall nu, relaxes tau_u (drive kappa rho successor mu nu) s (alpha nu).

(** The memory is lost at [T]: its saliency is above [theta] before, and equal to it at [T]. *)
Definition lost_at (theta : R) (alpha : R -> R) (T : R) : Prop :=
  0 <= T /\ alpha T = theta /\ forall t, 0 <= t < T -> theta < alpha t.

(** The solution: a mean of the first value [a] and of the drive [d]. *)
Definition relaxed (tau_u d a t : R) := d + (a - d) * exp (- (t / tau_u)).

(* formula E1 *)
Definition escape_time (tau_u kappa rho theta Z : R) := tau_u * ln ((Z - kappa * rho) / (theta - kappa * rho)).

(* formula E1 *)
Definition remaining (kappa rho theta Z : R) := (theta - kappa * rho) / (Z - kappa * rho).

(* formula E4 *)
Definition next_saliency (kappa rho theta Z r : R) :=
  kappa * (1 - remaining kappa rho theta Z) + r * remaining kappa rho theta Z.

(** ** Lemmas on one linear equation *)

Lemma relaxed_solves : forall tau_u d a s, 0 < tau_u -> relaxes tau_u d s (relaxed tau_u d a).
Proof.
  intros tau_u d a s Htau.
  assert (D : forall t, is_derive (relaxed tau_u d a) t ((- relaxed tau_u d a t + d) / tau_u)).
  { intros t. unfold relaxed. auto_derive; [exact I | unfold Rdiv; field; lra]. }
  split; intros t _.
  - apply D.
  - apply continuity_pt_filterlim, (ex_derive_continuous (relaxed tau_u d a)). eexists; apply D.
Qed.

Lemma constant : forall h s, (forall t, 0 < t < s -> is_derive h t 0) -> (forall t, 0 <= t <= s -> continuity_pt h t) ->
  forall t, 0 <= t <= s -> h t = h 0.
Proof.
  intros h s D C t Ht. destruct (MVT_gen h 0 t (fun _ => 0)) as [x [_ E]].
  - rewrite Rmin_left, Rmax_right by lra. intros x Hx. apply D. lra.
  - rewrite Rmin_left, Rmax_right by lra. intros x Hx. apply C. lra.
  - lra.
Qed.

(** By the constancy of [(alpha - d) exp (t/tau_u)]. *)
Lemma relaxed_unique : forall tau_u d s alpha, 0 < tau_u -> relaxes tau_u d s alpha ->
  forall t, 0 <= t <= s -> alpha t = relaxed tau_u d (alpha 0) t.
Proof.
  intros tau_u d s alpha Htau [D C] t Ht.
  assert (H : (alpha t - d) * exp (t / tau_u) = (alpha 0 - d) * exp (0 / tau_u)).
  { apply (constant (fun x => (alpha x - d) * exp (x / tau_u)) s); [| | exact Ht].
    - intros x Hx. assert (E : is_derive (fun x => exp (x / tau_u)) x (exp (x / tau_u) / tau_u))
        by (auto_derive; [exact I | unfold Rdiv; ring]).
      evar_last; [apply @is_derive_mult; [apply @is_derive_minus; [apply D, Hx | apply @is_derive_const] | exact E | exact Rmult_comm] |].
      unfold plus, minus, mult, opp, zero, plus; simpl. field. lra.
    - intros x Hx. apply continuity_pt_mult; [apply continuity_pt_minus; [apply C, Hx | reg] | reg]. }
  replace (0 / tau_u) with 0 in H by (field; lra). rewrite exp_0, Rmult_1_r in H.
  assert (P := exp_pos (t / tau_u)). unfold relaxed. rewrite exp_Ropp, <- H. field. lra.
Qed.

Lemma relaxed_start : forall tau_u d a, relaxed tau_u d a 0 = a.
Proof. intros. unfold relaxed, Rdiv. rewrite Rmult_0_l, Ropp_0, exp_0. ring. Qed.

Lemma decay_at_most_one : forall tau_u t, 0 < tau_u -> 0 <= t -> exp (- (t / tau_u)) <= 1.
Proof.
  intros tau_u t Htau Ht. assert (0 <= t / tau_u) as [P | E] by (apply Rle_div_r; lra).
  - rewrite <- exp_0. apply Rlt_le, exp_increasing. lra.
  - rewrite <- E, Ropp_0, exp_0. lra.
Qed.

(** Towards a lower drive the solution falls strictly. *)
Lemma relaxed_falls : forall tau_u d a t u, 0 < tau_u -> d < a -> t < u -> relaxed tau_u d a u < relaxed tau_u d a t.
Proof.
  intros tau_u d a t u Htau Ha Htu. unfold relaxed.
  apply Rplus_lt_compat_l, Rmult_lt_compat_l; [lra |].
  apply exp_increasing, Ropp_lt_contravar, Rmult_lt_compat_r; [apply Rinv_0_lt_compat |]; lra.
Qed.

Lemma decay_over_dwell : forall tau_u kappa rho theta Z, 0 < tau_u -> kappa * rho < theta <= Z ->
  exp (- (escape_time tau_u kappa rho theta Z / tau_u)) = remaining kappa rho theta Z.
Proof.
  intros tau_u kappa rho theta Z Htau H. unfold escape_time, remaining.
  replace (- (tau_u * ln ((Z - kappa * rho) / (theta - kappa * rho)) / tau_u))
    with (- ln ((Z - kappa * rho) / (theta - kappa * rho))) by (field; lra).
  rewrite exp_Ropp, exp_ln by (apply Rdiv_lt_0_compat; lra). field. lra.
Qed.

Lemma relaxed_lost_at : forall tau_u kappa rho theta Z, 0 < tau_u -> kappa * rho < theta <= Z ->
  lost_at theta (relaxed tau_u (kappa * rho) Z) (escape_time tau_u kappa rho theta Z).
Proof.
  intros tau_u kappa rho theta Z Htau H.
  assert (E : relaxed tau_u (kappa * rho) Z (escape_time tau_u kappa rho theta Z) = theta).
  { unfold relaxed. rewrite decay_over_dwell by assumption. unfold remaining. field. lra. }
  repeat split; [| exact E |].
  - unfold escape_time. apply Rmult_le_pos; [lra |].
    rewrite <- ln_1. apply ln_le; [lra |]. apply Rle_div_r; lra.
  - intros t [_ Ht]. rewrite <- E at 1. apply relaxed_falls; lra.
Qed.

Lemma lost_once : forall theta alpha T U, lost_at theta alpha T -> lost_at theta alpha U -> T = U.
Proof.
  intros theta alpha T U [HT [ET AT]] [HU [EU AU]].
  destruct (Rtotal_order T U) as [L | [L | L]]; [| exact L |].
  - specialize (AU T ltac:(lra)). lra.
  - specialize (AT U ltac:(lra)). lra.
Qed.

Lemma own_drive : forall kappa rho successor mu, successor mu <> mu -> drive kappa rho successor mu mu = kappa * rho.
Proof.
  intros. unfold drive. destruct (Nat.eq_dec mu (successor mu)); [congruence |].
  destruct (Nat.eq_dec mu mu); [ring | congruence].
Qed.

Lemma slope_units : forall g kappa rho, 0 < g -> (g * kappa * rho < 1 <-> kappa * rho < threshold g).
Proof.
  intros g kappa rho Hg. unfold threshold. rewrite <- Rlt_div_r by lra.
  split; intro; nra.
Qed.

(** ** E1: escape time *)

(** For every [tau_u > 0], [kappa], [rho], [theta], [Z] and every span [s]: the saliency of the retrieved memory solves its equation,
    starts from [Z], and is the only one that does. *)
Theorem E1_only_solution : forall tau_u kappa rho Z s, 0 < tau_u ->
  let alpha := relaxed tau_u (kappa * rho) Z in
  (alpha 0 = Z /\ relaxes tau_u (kappa * rho) s alpha) /\
  (forall beta, beta 0 = Z -> relaxes tau_u (kappa * rho) s beta -> forall t, 0 <= t <= s -> beta t = alpha t).
Proof.
  intros tau_u kappa rho Z s Htau. split; [split; [apply relaxed_start | apply relaxed_solves, Htau] |].
  intros beta B0 B t Ht. rewrite (relaxed_unique _ _ _ _ Htau B t Ht), B0. reflexivity.
Qed.

(** For [Z >= theta] and [kappa rho < theta], that is [g kappa rho < 1]: in every network that retrieves [mu] from saliency [Z] on, for
    as long as [T] at least, the memory is above [theta] before [T] and at [theta] at [T], with [T = tau_u ln ((Z - kappa rho)/(theta - kappa rho))]. *)
Theorem E1_escape_time : forall tau_u kappa rho theta Z successor mu s alpha, 0 < tau_u -> kappa * rho < theta <= Z ->
  let T := escape_time tau_u kappa rho theta Z in
  dwells tau_u kappa rho successor mu s alpha -> alpha mu 0 = Z -> T <= s ->
  lost_at theta (alpha mu) T /\ exp (- (T / tau_u)) = remaining kappa rho theta Z.
Proof.
  intros tau_u kappa rho theta Z successor mu s alpha Htau H T [Hs D] A0 HT.
  split; [| apply decay_over_dwell; assumption].
  assert (E : forall t, 0 <= t <= s -> alpha mu t = relaxed tau_u (kappa * rho) Z t).
  { intros t Ht. rewrite <- A0, <- (own_drive kappa rho successor mu Hs). apply (relaxed_unique _ _ s); auto. }
  destruct (relaxed_lost_at tau_u kappa rho theta Z Htau H) as [P [L A]]. fold T in P, L, A.
  repeat split; [exact P | rewrite E; [exact L | lra] |].
  intros t Ht. rewrite E by lra. apply A, Ht.
Qed.

(** In units of the threshold, [z = g Z] and [k = g kappa]: [T = tau_u ln ((z - k rho)/(1 - k rho))] and [q = (1 - k rho)/(z - k rho)]. *)
Theorem E1_units : forall tau_u kappa rho g Z, 0 < g -> g * kappa * rho < 1 -> 1 <= g * Z ->
  escape_time tau_u kappa rho (threshold g) Z = tau_u * ln ((g * Z - g * kappa * rho) / (1 - g * kappa * rho)) /\
  remaining kappa rho (threshold g) Z = (1 - g * kappa * rho) / (g * Z - g * kappa * rho).
Proof.
  intros tau_u kappa rho g Z Hg Hk Hz.
  assert (A : 0 < g * (Z - kappa * rho)) by lra. assert (B : 0 < Z - kappa * rho) by nra.
  unfold escape_time, remaining, threshold. split.
  - do 2 f_equal. field. lra.
  - field. lra.
Qed.

(** Without self-coupling and for unit slope [T = tau_u ln Z]. *)
Theorem E1_paper : forall tau_u kappa Z, escape_time tau_u kappa 0 (threshold 1) Z = tau_u * ln Z.
Proof. intros. unfold escape_time, threshold. do 2 f_equal. field. Qed.

(** ** E2: independence *)

(** For two networks with the same [tau_u], [kappa], [rho] and [Z], whatever their orders of the memories, the memory retrieved, and all other
    saliencies: the retrieved memory has the same saliency at every time, and is lost at the same time. *)
Theorem E2_independence : forall tau_u kappa rho theta Z s successor mu alpha successor' mu' alpha', 0 < tau_u ->
  dwells tau_u kappa rho successor mu s alpha -> alpha mu 0 = Z ->
  dwells tau_u kappa rho successor' mu' s alpha' -> alpha' mu' 0 = Z ->
  (forall t, 0 <= t <= s -> alpha mu t = alpha' mu' t) /\
  (forall T, T <= s -> lost_at theta (alpha mu) T -> lost_at theta (alpha' mu') T).
Proof.
  intros tau_u kappa rho theta Z s successor mu alpha successor' mu' alpha' Htau [N D] A [N' D'] A'.
  assert (E : forall t, 0 <= t <= s -> alpha mu t = alpha' mu' t).
  { intros t Ht.
    rewrite (relaxed_unique _ _ _ _ Htau (D mu) t Ht), (relaxed_unique _ _ _ _ Htau (D' mu') t Ht).
    rewrite !own_drive by assumption. rewrite A, A'. reflexivity. }
  split; [exact E |].
  intros T Hs [H0 [HT HA]]. repeat split; [exact H0 | rewrite <- E by lra; exact HT |].
  intros t Ht. rewrite <- E by lra. apply HA, Ht.
Qed.

(** The other saliencies during the dwell: that of the successor is [kappa (1 - e^-t) + r e^-t], every other one decays. *)
Theorem E2_other_saliencies : forall tau_u kappa rho s successor mu alpha, 0 < tau_u ->
  dwells tau_u kappa rho successor mu s alpha -> forall t, 0 <= t <= s ->
  (let r := alpha (successor mu) 0 in let q := exp (- (t / tau_u)) in alpha (successor mu) t = kappa * (1 - q) + r * q) /\
  (forall nu, nu <> mu -> nu <> successor mu -> alpha nu t = alpha nu 0 * exp (- (t / tau_u))).
Proof.
  intros tau_u kappa rho s successor mu alpha Htau [N D] t Ht. split; [| intros nu N1 N2].
  - rewrite (relaxed_unique _ _ _ _ Htau (D (successor mu)) t Ht). unfold relaxed, drive; simpl.
    destruct (Nat.eq_dec (successor mu) (successor mu)); [| congruence].
    destruct (Nat.eq_dec (successor mu) mu); [congruence |]. ring.
  - rewrite (relaxed_unique _ _ _ _ Htau (D nu) t Ht). unfold relaxed, drive.
    destruct (Nat.eq_dec nu (successor mu)); [congruence |]. destruct (Nat.eq_dec nu mu); [congruence |]. ring.
Qed.

(** ** E3: lock *)

(** A memory entered with [Z > theta] is never left if and only if [g kappa rho >= 1]. *)
Theorem E3_lock : forall tau_u kappa rho g Z, 0 < tau_u -> 0 < g -> threshold g < Z ->
  ((forall t, 0 <= t -> threshold g < relaxed tau_u (kappa * rho) Z t) <-> 1 <= g * kappa * rho).
Proof.
  intros tau_u kappa rho g Z Htau Hg HZ. split; intro H.
  - apply Rnot_lt_le. intro L. apply slope_units in L; [| exact Hg].
    destruct (relaxed_lost_at tau_u kappa rho (threshold g) Z Htau) as [P [E _]]; [lra |].
    specialize (H _ P). lra.
  - intros t Ht.
    assert (K : threshold g <= kappa * rho).
    { apply Rnot_lt_le. intro L. apply slope_units in L; lra. }
    unfold relaxed. assert (Q := exp_pos (- (t / tau_u))).
    assert (exp (- (t / tau_u)) <= 1) by (apply decay_at_most_one; assumption).
    nra.
Qed.

(** With [b = 1 - k rho], for [z > 1] and [k rho < 1]: [T/tau_u = ln (1/b) + ln (z - 1) + R] with [0 < R <= b/(z - 1)]. *)
Theorem E3_expansion : forall tau_u kappa rho g Z, 0 < tau_u -> 0 < g -> 1 < g * Z -> g * kappa * rho < 1 ->
  let z := g * Z in let b := 1 - g * kappa * rho in
  let rest := escape_time tau_u kappa rho (threshold g) Z / tau_u - ln (1 / b) - ln (z - 1) in
  0 < rest <= b / (z - 1).
Proof.
  intros tau_u kappa rho g Z Htau Hg Hz Hk z b rest.
  assert (Hb : 0 < b) by (unfold b; lra). assert (Hz1 : 0 < z - 1) by (unfold z; lra).
  assert (P : 0 < b / (z - 1)) by (apply Rdiv_lt_0_compat; lra).
  assert (E : rest = ln (1 + b / (z - 1))).
  { unfold rest. rewrite (proj1 (E1_units tau_u kappa rho g Z Hg Hk ltac:(lra))). fold z.
    replace ((z - g * kappa * rho) / (1 - g * kappa * rho)) with ((1 / b) * (z - 1) * (1 + b / (z - 1)))
      by (unfold b in *; field; lra).
    rewrite !ln_mult; try lra; try (apply Rmult_lt_0_compat; lra); try (apply Rdiv_lt_0_compat; lra).
    - field. lra.
    - apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat |]; lra. }
  rewrite E. split.
  - rewrite <- ln_1. apply ln_increasing; lra.
  - rewrite <- (ln_exp (b / (z - 1))) at 2. apply ln_le; [lra |].
    apply Rlt_le, exp_ineq1. lra.
Qed.

(** As [k rho -> 1] from below, with [z > 1] fixed, the escape time exceeds every bound [M]. *)
Theorem E3_divergence : forall tau_u z M, 0 < tau_u -> 1 < z -> exists delta, 0 < delta /\
  forall kappa rho g Z, 0 < g -> g * Z = z -> 1 - delta < g * kappa * rho < 1 ->
  M < escape_time tau_u kappa rho (threshold g) Z.
Proof.
  intros tau_u z M Htau Hz. assert (E := exp_pos (M / tau_u)).
  exists ((z - 1) / exp (M / tau_u)). split; [apply Rdiv_lt_0_compat; lra |].
  intros kappa rho g Z Hg HZ [L U].
  rewrite (proj1 (E1_units tau_u kappa rho g Z Hg U ltac:(lra))), HZ.
  set (c := g * kappa * rho) in *.
  assert (B : exp (M / tau_u) < (z - c) / (1 - c)).
  { apply Rlt_div_r; [lra |].
    assert (1 - c < (z - 1) / exp (M / tau_u)) as D by lra. apply Rlt_div_r in D; lra. }
  replace M with (tau_u * (M / tau_u)) by (field; lra).
  apply Rmult_lt_compat_l; [lra |]. rewrite <- (ln_exp (M / tau_u)). apply ln_increasing; lra.
Qed.

(** ** E4: handover *)

(** For [Z >= theta] and [kappa rho < theta]: when [mu] is lost its successor, [r] on entry, has saliency [Z' = kappa (1 - q) + r q]. *)
Theorem E4_handover : forall tau_u kappa rho theta Z r successor mu s alpha, 0 < tau_u -> kappa * rho < theta <= Z ->
  let T := escape_time tau_u kappa rho theta Z in
  dwells tau_u kappa rho successor mu s alpha -> alpha mu 0 = Z -> alpha (successor mu) 0 = r -> T <= s ->
  lost_at theta (alpha mu) T /\ alpha (successor mu) T = next_saliency kappa rho theta Z r.
Proof.
  intros tau_u kappa rho theta Z r successor mu s alpha Htau H T D A R HT.
  destruct (E1_escape_time _ _ _ _ _ _ _ _ _ Htau H D A HT) as [L Q]. split; [exact L |].
  fold T in Q, L. unfold next_saliency. rewrite <- Q, <- R.
  apply (E2_other_saliencies tau_u kappa rho s successor mu alpha Htau D). split; [apply L | exact HT].
Qed.

(** In units of the threshold: [z' = k (z - 1)/(z - k rho) + g r (1 - k rho)/(z - k rho)]. *)
Theorem E4_units : forall kappa rho g Z r, 0 < g -> g * kappa * rho < 1 -> 1 <= g * Z ->
  let z := g * Z in let k := g * kappa in
  g * next_saliency kappa rho (threshold g) Z r = k * ((z - 1) / (z - k * rho)) + g * r * ((1 - k * rho) / (z - k * rho)).
Proof.
  intros kappa rho g Z r Hg Hk Hz z k. unfold next_saliency, z, k.
  rewrite (proj2 (E1_units 1 kappa rho g Z Hg Hk Hz)). field. lra.
Qed.

(** On the chain without self-coupling [Z' = kappa (1 - theta/Z)], and with unit slope [Z' = kappa (1 - 1/Z)]. *)
Theorem E4_paper : forall kappa theta Z, Z <> 0 ->
  next_saliency kappa 0 theta Z 0 = kappa * (1 - theta / Z) /\
  next_saliency kappa 0 (threshold 1) Z 0 = kappa * (1 - 1 / Z).
Proof. intros. unfold next_saliency, remaining, threshold. split; field; lra. Qed.
