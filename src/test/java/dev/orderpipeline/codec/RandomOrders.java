package dev.orderpipeline.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.domain.CallKind;
import dev.orderpipeline.domain.CallRecord;
import dev.orderpipeline.domain.Classification;
import dev.orderpipeline.domain.Failure;
import dev.orderpipeline.domain.HistoryEntry;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepOutcome;
import dev.orderpipeline.domain.StepRun;
import dev.orderpipeline.domain.Suspension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Orders of any shape the types allow, also shapes that the machine never makes.
final class RandomOrders {

  private static final List<String> WORDS =
      List.of("x", "Grüße", "日本", "😀", "a\"b\\c", "line\nbreak", "\u0000\u001f", "</script>");

  private final Random random;
  private final OrderPlacedDecoder decoder = new OrderPlacedDecoder();

  RandomOrders(long seed) {
    this.random = new Random(seed);
  }

  Order next() {
    OrderState state = state(pick(StateName.values()));
    return new Order(
        placed(),
        new SourcePosition("orders.placed", random.nextInt(100), random.nextLong(1L << 50)),
        maybe(() -> "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        time(),
        time(),
        random.nextInt(1000),
        state,
        maybe(() -> pick(StateName.values())),
        time(),
        word(),
        maybe(() -> new Suspension(word(), time(), word())),
        maybe(this::word),
        random.nextInt(4) - 1,
        history());
  }

  private OrderState state(StateName name) {
    return switch (name) {
      case PENDING -> new OrderState.Pending();
      case VALIDATING -> new OrderState.Validating();
      case CHARGING -> new OrderState.Charging(run(Step.CHARGE));
      case RESERVING -> new OrderState.Reserving(run(Step.CHARGE), run(Step.RESERVE));
      case COMPENSATING ->
          new OrderState.Compensating(
              failure(), run(Step.CHARGE), maybe(() -> run(Step.RESERVE)), undo());
      case COMPLETED -> new OrderState.Completed(run(Step.CHARGE), run(Step.RESERVE));
      case FAILED ->
          new OrderState.Failed(
              failure(), maybe(() -> run(Step.CHARGE)), maybe(() -> run(Step.RESERVE)), undo());
    };
  }

  private List<StepRun> undo() {
    List<StepRun> undo = new ArrayList<>();
    maybe(() -> run(Step.RELEASE)).ifPresent(undo::add);
    maybe(() -> run(Step.REFUND)).ifPresent(undo::add);
    return undo;
  }

  private StepRun run(Step step) {
    return new StepRun(
        step,
        step.label() + "-key",
        random.nextBoolean() ? "" : word(),
        random.nextInt(9),
        random.nextInt(9),
        random.nextInt(9),
        random.nextInt(3),
        random.nextBoolean(),
        maybe(this::time),
        random.nextBoolean() ? "" : word(),
        log(),
        phase());
  }

  private List<CallRecord> log() {
    return IntStream.rangeClosed(1, random.nextInt(StepRun.MOST_LOGGED + 1))
        .mapToObj(call ->
            new CallRecord(
                call,
                pick(CallKind.values()),
                time(),
                random.nextBoolean(),
                maybe(() -> new CallRecord.End(time(), pick(Classification.values()), word()))))
        .toList();
  }

  private Phase phase() {
    CallKind call = pick(CallKind.values());
    return switch (random.nextInt(5)) {
      case 0 -> new Phase.Ready(call);
      case 1 -> new Phase.Parked(call, pick(ParkReason.values()), time());
      case 2 -> new Phase.InFlight(call, time());
      case 3 -> new Phase.Waiting(call, time());
      default ->
          new Phase.Ended(
              pick(StepOutcome.values()),
              random.nextBoolean() ? "" : "CAPTURED",
              maybe(this::word));
    };
  }

  private Failure failure() {
    return new Failure(word(), pick(Classification.values()), word(), maybe(this::word));
  }

  private List<HistoryEntry> history() {
    List<HistoryEntry> history = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      history.add(new HistoryEntry(i, pick(StateName.values()), time(), word()));
    }
    return history;
  }

  private OrderPlaced placed() {
    String json =
        """
        {"orderId":"o-%d","customerId":"c-1","amount":{"value":%d,"currency":"JPY"},
        "items":[{"sku":"S","quantity":%d,"gift":%s}],"note":1e%d,"price":%d.%d0}\
        """
            .formatted(
                random.nextInt(1000),
                1 + random.nextLong(1_000_000_000_000L),
                1 + random.nextInt(1_000_000),
                random.nextBoolean(),
                random.nextInt(2_000) - 1_000,
                random.nextInt(100),
                random.nextInt(100));
    String orderId = json.substring(12, json.indexOf('"', 12));
    return switch (decoder.decode(orderId.getBytes(UTF_8), json.getBytes(UTF_8))) {
      case Decoded.Valid(OrderPlaced placed) -> placed;
      case Decoded.Malformed malformed -> throw new IllegalStateException(malformed.message());
    };
  }

  private Instant time() {
    Instant second = Instant.ofEpochSecond(random.nextLong(4_000_000_000L));
    return random.nextBoolean() ? second : second.plusNanos(random.nextInt(1_000_000_000));
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private <T> T pick(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }
}
