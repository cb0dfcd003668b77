package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.codec.Digest;
import dev.orderpipeline.codec.SnapshotReader;
import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.CallKind;
import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepRun;
import dev.orderpipeline.gateways.GatewayRequest;
import dev.orderpipeline.operations.audit.AuditEvent;
import dev.orderpipeline.operations.audit.Bounded;
import dev.orderpipeline.operations.audit.GuaranteeName;
import dev.orderpipeline.operations.audit.Violation;
import dev.orderpipeline.protocol.PipelineEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Watches a run while it happens, for what topics and ledgers do not show: the order of commits
/// and calls, limits, and whether a key always stands for the same request.
final class LiveJudge {

  static final String ACTIVE = "active orders";
  static final String CALLS = "calls in flight";
  static final String WAITING = "orders that wait for capacity";

  private static final int MOST_KEPT = 20;
  private static final int CALLS_OF_AN_ERA = 1_000_000;

  /// @param era how often the memory had been lost: calls are counted anew from there
  private record CommittedCall(String key, int number, int era) {}

  private record DecidedCall(Effect.Call call, int era) {}

  private final World world;
  private final Bounded bounded;
  private final SnapshotReader reader = new SnapshotReader();
  private final List<AuditEvent> events = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private final IdentityHashMap<GatewayRequest, DecidedCall> decided = new IdentityHashMap<>();
  private final Map<CommittedCall, String> hashes = new HashMap<>();
  private final Map<String, String> bodies = new HashMap<>();
  private final Map<String, String> orders = new HashMap<>();
  private final Map<String, Integer> spent = new HashMap<>();
  private final Set<String> waiting = new HashSet<>();
  private int era;
  private long seq;

  LiveJudge(World world) {
    this.world = world;
    Setup setup = world.setup();
    this.bounded =
        new Bounded(
            Map.of(
                ACTIVE,
                (long) setup.activeLimit(),
                CALLS,
                (long) setup.gateLimit(),
                WAITING,
                (long) setup.batch() * setup.partitions()));
  }

  List<AuditEvent> events() {
    return events;
  }

  List<Violation> violations() {
    return violations;
  }

  PipelineEvents events(SimProcess process) {
    return new PipelineEvents() {
      @Override
      public void published(Order order) {
        if (order.version() == 1) {
          // The order itself is counted when it is kept, a moment later.
          sample(ACTIVE, process.capacity().held() + 1L);
        }
        order.suspended().ifPresent(s -> exhaustedJustly(order, s.reason()));
      }
    };
  }

  void decided(GatewayRequest request, Effect.Call call) {
    decided.put(request, new DecidedCall(call, era));
  }

  /// What the pipeline counted and kept waiting is forgotten.
  void memoryLost() {
    era++;
    waiting.clear();
  }

  /// Snapshots are being committed, and the intents in them.
  void committing(List<byte[]> snapshots) {
    snapshots.forEach(snapshot -> committing(reader.read(snapshot)));
    sample(WAITING, waiting.size());
  }

  private void committing(Order order) {
    if (order.state().name() == StateName.PENDING) {
      waiting.add(order.orderId());
    } else {
      waiting.remove(order.orderId());
    }
    for (Step step : Step.values()) {
      order.run(step).ifPresent(run -> committing(order, run));
    }
  }

  private void committing(Order order, StepRun run) {
    if (run.attempts() > run.calls()) {
      violation(
          GuaranteeName.BOUNDED,
          order.orderId(),
          "%s has used %d attempts with %d calls"
              .formatted(run.step().label(), run.attempts(), run.calls()));
    }
    if (run.phase() instanceof Phase.InFlight(CallKind kind, _)) {
      String hash = kind == CallKind.SEND ? run.payloadHash() : "";
      if (hashes.put(new CommittedCall(run.key(), run.calls(), era), hash) == null) {
        events.add(
            new AuditEvent.IntentCommitted(
                ++seq, order.orderId(), run.key(), number(run.calls(), era)));
      }
    }
  }

  /// A request leaves.
  void left(GatewayRequest request) {
    @Nullable DecidedCall known = decided.remove(request);
    String key = request.idempotencyKey();
    if (known == null) {
      violation(GuaranteeName.INTENT_BEFORE_CALL, "", "a request left twice, or undecided: " + key);
      return;
    }
    Effect.Call call = known.call();
    orders.put(key, call.orderId());
    events.add(
        new AuditEvent.RequestLeft(++seq, call.orderId(), key, number(call.call(), known.era())));
    if (call.kind() == CallKind.SEND) {
      String hash = Digest.of(request.body());
      @Nullable String committed = hashes.get(new CommittedCall(key, call.call(), known.era()));
      if (committed != null && !committed.equals(hash)) {
        violation(
            GuaranteeName.INTENT_BEFORE_CALL,
            call.orderId(),
            "the body sent with key " + key + " is not the one its committed intent names");
      }
      @Nullable String first = bodies.putIfAbsent(key, hash);
      if (first != null && !first.equals(hash)) {
        violation(
            GuaranteeName.REPLAY_SAFE,
            call.orderId(),
            "key " + key + " was used for two different bodies");
      }
    }
  }

  private static int number(int call, int era) {
    return era * CALLS_OF_AN_ERA + call;
  }

  /// A call has ended at its client.
  void answered(GatewayRequest request, Answer answer) {
    boolean forward = request.step().lane() == Lane.FORWARD;
    boolean counts =
        switch (answer) {
          case Answer.TryLater _ -> true;
          case Answer.Unknown unknown -> forward || unknown.answered();
          case Answer.Confirmed _,
              Answer.Declined _,
              Answer.Rejected _,
              Answer.InFlight _,
              Answer.Unavailable _,
              Answer.NotSent _,
              Answer.Absent _ ->
              false;
        };
    if (counts && request.method().equals("POST")) {
      spent.merge(request.idempotencyKey(), 1, Integer::sum);
    }
  }

  private void exhaustedJustly(Order order, String reason) {
    if (!reason.equals("compensation_exhausted")) {
      return;
    }
    StepRun run = order.state().current().orElseThrow();
    int answers = spent.getOrDefault(run.key(), 0);
    int most = world.setup().policy().compensation().maxAttempts();
    if (answers < most) {
      violation(
          GuaranteeName.BOUNDED,
          order.orderId(),
          "%s was given up after %d answered attempts of %d"
              .formatted(run.step().label(), answers, most));
    }
  }

  /// No step was attempted more often than the policy allows. An attempt may be forgotten with the
  /// incarnation that made it, and a hung one is counted by the clock and again by its late answer.
  void attemptsWithin() {
    spent.forEach((key, attempts) -> {
      String orderId = orders.getOrDefault(key, "");
      int most =
          key.startsWith(Step.CHARGE.label()) || key.startsWith(Step.RESERVE.label())
              ? world.setup().policy().forward().maxAttempts()
              : 2 * world.setup().policy().compensation().maxAttempts();
      int forgotten =
          world.incarnationsOwning(orderId)
              - 1
              + era * most
              + world.counts().getOrDefault("call HUNG", 0)
              + world.counts().getOrDefault("pauses", 0);
      if (attempts > most + forgotten) {
        violation(
            GuaranteeName.BOUNDED,
            orderId,
            "%d attempts were made with key %s, %d are allowed, and %d may have been forgotten"
                .formatted(attempts, key, most, forgotten));
      }
    });
  }

  void sample(String counted, long number) {
    bounded
        .judge(new Bounded.Sample(world.clock().instant(), counted, number))
        .ifPresent(this::add);
  }

  void gateLeftTwice(String gate) {
    violation(GuaranteeName.BOUNDED, "", "gate " + gate + " was left more often than entered");
  }

  void gateStillEntered(String gate) {
    violation(
        GuaranteeName.BOUNDED, "", "gate " + gate + " has entries that nobody will ever leave");
  }

  /// A gateway that tells the truth says that our request is wrong.
  void ownMistake(GatewayRequest request, String what) {
    violation(
        GuaranteeName.REPLAY_SAFE,
        "",
        "the gateway rejects %s: %s".formatted(Network.describe(request), what));
  }

  void bug(SimThread thread, RuntimeException e) {
    violation(GuaranteeName.NO_ORDER_STUCK, "", "thread %s died of %s".formatted(thread.name(), e));
  }

  void violation(GuaranteeName guarantee, String orderId, String message) {
    Optional<String> order = orderId.isEmpty() ? Optional.empty() : Optional.of(orderId);
    add(
        new Violation(
            guarantee,
            order,
            message,
            List.of("run at " + world.clock().elapsed() + " ms"),
            List.of()));
  }

  void add(Violation violation) {
    world
        .trace()
        .add(() -> "VIOLATION " + violation.guarantee().label() + ": " + violation.message());
    if (violations.size() < MOST_KEPT) {
      violations.add(violation);
    }
  }
}
