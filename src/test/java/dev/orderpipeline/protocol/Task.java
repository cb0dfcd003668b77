package dev.orderpipeline.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.SnapshotReader;
import dev.orderpipeline.codec.SnapshotWriter;
import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.IdempotencyKeys;
import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderMachine;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.steps.Rules;
import dev.orderpipeline.steps.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// All nodes of one task in memory, with transactions that a test commits or aborts. What an
/// incarnation writes is lost with it unless it is committed.
final class Task {

  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  static final Duration MEMORY = Duration.ofDays(3);
  static final IdempotencyKeys KEYS = new IdempotencyKeys("test");

  final FakeGateways gateways = new FakeGateways();
  final Capacity capacity;
  final List<String> events = new ArrayList<>();

  /// Writes to the stores, in order: `put o-1`, `delete o-1`, `finish o-1`.
  final List<String> writes = new ArrayList<>();

  final Map<String, byte[]> active = new LinkedHashMap<>();
  final Map<String, byte[]> finished = new LinkedHashMap<>();
  final List<Order> published = new ArrayList<>();
  final List<DeadLetter> deadLetters = new ArrayList<>();
  Instant now = START;

  final Quarantine quarantine = new Quarantine(BrakeLimits.DEFAULTS, () -> now);

  private final PipelineParts parts;
  private final SnapshotReader reader = new SnapshotReader();
  private final IntentOutbox outbox = new IntentOutbox(gateways);
  private long nextOffset;
  private Incarnation incarnation;

  Task() {
    this(1000);
  }

  Task(int limit) {
    this(limit, MachinePolicy.DEFAULT);
  }

  Task(int limit, MachinePolicy policy) {
    this(limit, policy, UnaryOperator.identity());
  }

  /// @param around as in the pipeline
  Task(int limit, MachinePolicy policy, UnaryOperator<Decider> around) {
    capacity = new Capacity(limit);
    Steps steps = new Steps();
    parts =
        new PipelineParts(
            around.apply(new OrderMachine(policy, KEYS, steps)),
            steps,
            new Rules(Set.of(), 1_000_000, 10_000),
            gateways::gate,
            capacity,
            new Recorded(events),
            () -> now,
            MEMORY,
            policy.resendWindow(),
            quarantine,
            new SnapshotWriter()::write);
    incarnation = new Incarnation();
  }

  /// The nodes between one start of the task and its end.
  private final class Incarnation {
    final Map<String, byte[]> workingActive = new LinkedHashMap<>(active);
    final Map<String, byte[]> workingFinished = new LinkedHashMap<>(finished);
    final List<Order> publishing = new ArrayList<>();
    final List<DeadLetter> lettering = new ArrayList<>();
    final Map<StageName, Stage> stages = new EnumMap<>(StageName.class);
    final Map<StageName, Tick> ticks = new EnumMap<>(StageName.class);
    final OrderBook book = new OrderBook(activeStore(), finishedStore(), capacity);
    final Admission admission;

    Incarnation() {
      for (StageName name : StageName.values()) {
        if (name != StageName.ADMIT) {
          stages.put(name, new Stage(name, parts, book, outbox, new Mailbox(() -> {}), port(name)));
        }
      }
      admission = new Admission(parts, book, port(StageName.ADMIT));
    }

    Stage stage(StageName name) {
      Stage stage = stages.get(name);
      if (stage == null) {
        throw new IllegalStateException("no stage " + name);
      }
      return stage;
    }

    private ActiveStore activeStore() {
      return new ActiveStore() {
        @Override
        public void put(String orderId, byte[] snapshot) {
          writes.add("put " + orderId);
          workingActive.put(orderId, snapshot);
        }

        @Override
        public void delete(String orderId) {
          writes.add("delete " + orderId);
          workingActive.remove(orderId);
        }

        @Override
        public void forEach(Consumer<byte[]> snapshot) {
          workingActive.values().forEach(snapshot);
        }
      };
    }

    private FinishedStore finishedStore() {
      return new FinishedStore() {
        @Override
        public void put(String orderId, Instant finishedAt, byte[] snapshot) {
          writes.add("finish " + orderId);
          workingFinished.put(orderId, snapshot);
        }

        @Override
        public Optional<byte[]> find(String orderId, Instant at) {
          return Optional.ofNullable(workingFinished.get(orderId))
              .filter(snapshot -> at.isBefore(reader.read(snapshot).at().plus(MEMORY)));
        }
      };
    }

    private StagePort port(StageName from) {
      return new StagePort() {
        @Override
        public void handOn(StageName to, Handover handover) {
          stage(to).accept(handover);
        }

        @Override
        public void publish(Order order, byte[] snapshot) {
          publishing.add(reader.read(snapshot));
        }

        @Override
        public void deadLetter(DeadLetter letter) {
          lettering.add(letter);
        }

        @Override
        public void tick(Tick tick) {
          ticks.put(from, tick);
        }
      };
    }

    void close() {
      stages.values().forEach(Stage::close);
      book.close();
    }
  }

  /// A record on `orders.placed`.
  long place(String orderId) {
    return place(orderId, json(orderId, 4990));
  }

  long place(String key, String json) {
    long offset = nextOffset++;
    placeAgain(offset, key, json);
    return offset;
  }

  void placeAgain(long offset, String key, String json) {
    incarnation.admission.placed(input("orders.placed", offset, key, json.getBytes(UTF_8), now));
  }

  void place(long offset, String key, String json, Instant appended) {
    incarnation.admission.placed(
        input("orders.placed", offset, key, json.getBytes(UTF_8), appended));
  }

  static InputRecord input(
      String topic, long offset, @Nullable String key, byte @Nullable [] value, Instant appended) {
    return new InputRecord(
        new SourcePosition(topic, 0, offset),
        appended,
        key == null ? null : key.getBytes(UTF_8),
        value,
        Optional.empty(),
        Optional.empty());
  }

  /// A record that an operator published again.
  long again(String key, String json, Origin origin) {
    long offset = nextOffset++;
    InputRecord input = input("orders.placed", offset, key, json.getBytes(UTF_8), now);
    incarnation.admission.placed(
        new InputRecord(
            input.position(),
            input.timestamp(),
            input.key(),
            input.value(),
            input.traceparent(),
            Optional.of(origin)));
    return offset;
  }

  void placed(InputRecord input) {
    incarnation.admission.placed(input);
  }

  void command(String orderId, String json) {
    commandAt(nextOffset++, orderId, json);
  }

  void commandAt(long offset, @Nullable String orderId, String json) {
    incarnation.admission.command(
        input("orders.commands", offset, orderId, json.getBytes(UTF_8), now));
  }

  void cancel(String orderId) {
    command(orderId, "{\"command\":\"cancel\",\"by\":\"ops\"}");
  }

  void redrive(String orderId) {
    command(orderId, "{\"command\":\"redrive\",\"by\":\"ops\"}");
  }

  static String json(String orderId, long amount) {
    return """
    {"orderId":"%s","customerId":"c-1","amount":{"value":%d,"currency":"EUR"},\
    "items":[{"sku":"SKU-1","quantity":2}]}\
    """
        .formatted(orderId, amount);
  }

  /// Runs every node once, as its punctuator would.
  void tick() {
    incarnation.admission.tick();
    tickStagesOnly();
  }

  /// Runs every node but the first.
  void tickStagesOnly() {
    incarnation.stages.values().forEach(Stage::tick);
  }

  void tick(StageName name) {
    incarnation.stage(name).tick();
  }

  void commit() {
    replace(active, incarnation.workingActive);
    replace(finished, incarnation.workingFinished);
    published.addAll(incarnation.publishing);
    deadLetters.addAll(incarnation.lettering);
    incarnation.publishing.clear();
    incarnation.lettering.clear();
    outbox.committed();
  }

  private static void replace(Map<String, byte[]> old, Map<String, byte[]> next) {
    old.clear();
    old.putAll(next);
  }

  /// Commits, then lets the nodes take what has come, until nothing moves at this moment.
  void settle() {
    for (int i = 0; i < 20; i++) {
      tick();
      commit();
    }
  }

  /// Does what the stream part does about an error: blames who was in hand, and starts again with
  /// what was committed.
  ///
  /// @return whether the error could be dealt with
  boolean surviving(Runnable work) {
    try {
      work.run();
      return true;
    } catch (IllegalStateException e) {
      boolean noted =
          incarnation
              .book
              .inHand()
              .culprit()
              .map(culprit -> quarantine.note(culprit, "poison"))
              .orElse(false);
      abort();
      return noted;
    }
  }

  /// The transaction is aborted, and the task starts again from what was committed.
  void abort() {
    outbox.aborted();
    incarnation.close();
    incarnation = new Incarnation();
  }

  /// The task goes elsewhere: closed after its last commit, or with its transaction still open.
  void close() {
    incarnation.close();
  }

  /// The task starts again, here or elsewhere, from what was committed.
  void start() {
    incarnation = new Incarnation();
  }

  void restart() {
    close();
    start();
  }

  Tick wanted(StageName name) {
    return incarnation.ticks.getOrDefault(name, Tick.NONE);
  }

  int staged() {
    return outbox.size();
  }

  void answer(Step step, String orderId, Answer answer) {
    gateways.answer(KEYS.of(step, orderId), answer);
  }

  void confirm(Step step, String orderId) {
    answer(step, orderId, confirmed(step));
    settle();
  }

  static Answer.Confirmed confirmed(Step step) {
    return switch (step) {
      case CHARGE -> new Answer.Confirmed("CAPTURED", Optional.of("tx"));
      case RESERVE -> new Answer.Confirmed("RESERVED", Optional.of("rs"));
      case REFUND -> new Answer.Confirmed("REFUNDED", Optional.of("rf"));
      case RELEASE -> new Answer.Confirmed("RELEASED", Optional.of("rl"));
    };
  }

  /// The order as the working store has it.
  Order order(String orderId) {
    byte[] bytes =
        incarnation.workingActive.getOrDefault(orderId, incarnation.workingFinished.get(orderId));
    if (bytes == null) {
      throw new AssertionError("no order " + orderId);
    }
    return reader.read(bytes);
  }

  Order committed(String orderId) {
    byte[] bytes = active.get(orderId);
    if (bytes == null) {
      throw new AssertionError("no committed active order " + orderId);
    }
    return reader.read(bytes);
  }

  /// What the current transaction would publish.
  List<Order> publishing() {
    return incarnation.publishing;
  }

  List<DeadLetter> lettering() {
    return incarnation.lettering;
  }

  private record Recorded(List<String> events) implements PipelineEvents {
    @Override
    public void refused(String orderId, Effect.Refuse refusal) {
      events.add("refused " + refusal.input() + " of " + orderId);
    }

    @Override
    public void late(String orderId, String input) {
      events.add("late " + input + " of " + orderId);
    }

    @Override
    public void duplicate(String orderId) {
      events.add("duplicate " + orderId);
    }

    @Override
    public void deadLettered(DeadLetter letter) {
      events.add("dead letter " + letter.reason());
    }

    @Override
    public void parked(Step step, ParkReason reason) {
      events.add("parked " + step.label() + " " + reason);
    }
  }
}
