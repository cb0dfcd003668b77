package dev.orderpipeline.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.CommandDecoder;
import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.domain.Decision;
import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.domain.Restoration;
import dev.orderpipeline.domain.StateName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The first node: judges every input record, keeps orders PENDING while there is no capacity, and
/// brings commands to the stage that owns the order. Nothing bad that comes in stops it.
public final class Admission {

  /// Why a record is a dead letter that nothing is wrong with, as far as anybody knows.
  public static final String PROCESSING_FAILED = "processing_failed";

  private final PipelineParts parts;
  private final OrderBook book;
  private final StagePort port;
  private final OrderPlacedDecoder placedDecoder = new OrderPlacedDecoder();
  private final CommandDecoder commandDecoder = new CommandDecoder();
  private final Queue<String> pending = new ArrayDeque<>();
  private boolean recovered;

  public Admission(PipelineParts parts, OrderBook book, StagePort port) {
    this.parts = parts;
    this.book = book;
    this.port = port;
  }

  /// A record from `orders.placed`.
  public void placed(InputRecord input) {
    recover();
    parts.events().taken();
    unlessQuarantined(
        input,
        () -> {
          switch (placedDecoder.decode(input.key(), input.value())) {
            case Decoded.Malformed(String reason, String message) -> reject(input, reason, message);
            case Decoded.Valid(OrderPlaced placed) -> judge(input, placed);
          }
        });
    port.tick(wanted());
  }

  /// A record whose processing has failed before is not looked at again: it failed for a reason
  /// that nobody knew of, and would take everything with it once more.
  private void unlessQuarantined(InputRecord input, Runnable process) {
    Optional<String> failure = parts.quarantine().of(input.position());
    Runnable work =
        failure.isEmpty()
            ? process
            : () -> reject(input, PROCESSING_FAILED, "processing it failed: " + failure.get());
    book.inHand().on(new Culprit.Input(input.position()), work);
  }

  /// A record from `orders.commands`.
  public void command(InputRecord input) {
    recover();
    unlessQuarantined(
        input,
        () -> {
          switch (commandDecoder.decode(input.value(), input.position().offset())) {
            case CommandDecoder.DecodedCommand.Malformed(String reason, String message) ->
                reject(input, reason, message);
            case CommandDecoder.DecodedCommand.Restore(_, Order snapshot) ->
                restore(input, snapshot);
            case CommandDecoder.DecodedCommand.Valid(Input.Command command) ->
                deliver(input, command);
          }
        });
    port.tick(wanted());
  }

  /// Lets pending orders in as far as there is capacity.
  public void tick() {
    recover();
    for (int left = pending.size(); left > 0 && book.hasRoom(); left--) {
      String orderId = pending.remove();
      if (parts.quarantine().heldUntil(orderId).isPresent()) {
        pending.add(orderId);
      } else {
        book.active(orderId)
            .filter(order -> order.state().name() == StateName.PENDING)
            .ifPresent(order -> book.inHand().on(new Culprit.Moved(orderId), () -> admit(order)));
      }
    }
    port.tick(wanted());
  }

  /// Finds the orders that were pending before this incarnation.
  public void recover() {
    if (recovered) {
      return;
    }
    recovered = true;
    book.active(state -> state == StateName.PENDING).stream()
        .sorted(Comparator.comparingLong(order -> order.source().offset()))
        .forEach(order -> pending.add(order.orderId()));
    port.tick(wanted());
  }

  private Tick wanted() {
    return pending.isEmpty() ? Tick.NONE : Tick.SLOW;
  }

  private void judge(InputRecord input, OrderPlaced placed) {
    Optional<Order> known =
        book.active(placed.orderId()).or(() -> book.finished(placed.orderId(), now()));
    if (known.isPresent()) {
      repeated(input, placed, known.get());
    } else if (input.originatedAt().plus(parts.memory()).isBefore(now())) {
      reject(
          input,
          "older_than_memory",
          "the record is older than finished orders are remembered (%s), so it may have been processed before"
              .formatted(parts.memory()));
    } else if (input.origin().isPresent()
        && input.originatedAt().plus(parts.resendWindow()).isBefore(now())) {
      reject(
          input,
          "older_than_key_retention",
          "the record was published again, and its original of %s is older than a gateway is sure to remember its key (%s), so a charge could be a second one; discard it, or place it under a new orderId"
              .formatted(input.originatedAt(), parts.resendWindow()));
    } else {
      begin(input, placed);
    }
  }

  private void repeated(InputRecord input, OrderPlaced placed, Order known) {
    if (known.source().equals(input.position())) {
      // The very record that started the order, read again after a partial commit: already applied.
      return;
    }
    if (known.placed().fingerprint().equals(placed.fingerprint())) {
      parts.events().duplicate(placed.orderId());
    } else {
      reject(
          input,
          "conflicting_duplicate",
          "the order came before with other content, at " + known.source());
    }
  }

  private void begin(InputRecord input, OrderPlaced placed) {
    Optional<String> trace = parts.traces().begin(placed, input.traceparent(), now());
    Order admitted = parts.machine().admit(placed, input.position(), trace, now());
    // Published again it may have had another life, whose keys the gateways forget one day; however
    // long it waits from here on, nobody calls for it once it would not be let in any more.
    Order order =
        input.origin().isPresent()
            ? admitted.dueBy(input.originatedAt().plus(parts.resendWindow()).plusMillis(1))
            : admitted;
    if (pending.isEmpty() && book.hasRoom()) {
      admit(order);
    } else {
      book.save(order);
      pending.add(order.orderId());
    }
  }

  private void admit(Order order) {
    Decision decision = parts.machine().decide(order, new Input.CapacityGranted(), now());
    port.handOn(
        StageName.of(decision.order().state().name()), new Handover.Arrival(decision.order()));
  }

  private void deliver(InputRecord input, Input.Command command) {
    String orderId = keyOf(input);
    Optional<Order> order = book.active(orderId);
    if (order.isEmpty()) {
      String message =
          book.finished(orderId, now())
              .map(done -> "the order has its outcome: " + done.state().name())
              .orElse("no such order is on its way");
      reject(input, "command_not_applicable", message);
      return;
    }
    StageName owner = StageName.of(order.get().state().name());
    if (owner == StageName.ADMIT) {
      Decision decision = parts.machine().decide(order.get(), command, now());
      for (Effect effect : decision.effects()) {
        if (effect instanceof Effect.Refuse refusal) {
          parts.events().refused(decision.order(), refusal);
        }
      }
      book.save(decision.order());
    } else {
      port.handOn(owner, new Handover.Delivery(orderId, command));
    }
  }

  /// Takes an order up from a snapshot if this says more of it than is known here. Nothing is
  /// published: the snapshot lies in its state's topic already.
  private void restore(InputRecord input, Order snapshot) {
    if (!snapshot.orderId().equals(keyOf(input))) {
      reject(input, "malformed_command", "restore needs the snapshot's orderId as its key");
      return;
    }
    Optional<Order> active = book.active(snapshot.orderId());
    Optional<Order> known = active.or(() -> book.finished(snapshot.orderId(), now()));
    if (known
        .filter(order -> isFinal(order) || order.version() >= snapshot.version())
        .isPresent()) {
      parts
          .events()
          .refused(
              known.get(),
              new Effect.Refuse("Restore", known.get().state().name(), "as much is known of it"));
      return;
    }
    Order order = Restoration.takenUp(snapshot, input.position().offset(), now());
    active.ifPresent(this::release);
    if (isFinal(order)) {
      book.save(order);
      return;
    }
    port.handOn(StageName.of(order.state().name()), new Handover.Restored(order));
  }

  /// Whoever owns the order stops waiting for what it waits for.
  private void release(Order order) {
    StageName owner = StageName.of(order.state().name());
    if (owner != StageName.ADMIT) {
      port.handOn(owner, new Handover.Replaced(order.orderId()));
    }
  }

  private static boolean isFinal(Order order) {
    return order.state().name().isFinal();
  }

  private static String keyOf(InputRecord input) {
    byte[] key = input.key();
    return key == null ? "" : new String(key, UTF_8);
  }

  private void reject(InputRecord input, String reason, String message) {
    byte[] key = input.key();
    boolean carried = length(key) + length(input.value()) <= DeadLetter.MAX_CARRIED_BYTES;
    DeadLetter letter =
        new DeadLetter(
            "%s-%d-%d"
                .formatted(
                    input.position().topic(),
                    input.position().partition(),
                    input.position().offset()),
            reason,
            carried ? message : message + "; too large to be carried here, it lies at its source",
            Optional.ofNullable(key)
                .map(bytes -> new String(bytes, UTF_8))
                .filter(OrderPlacedDecoder::isOrderId),
            Optional.of(input),
            carried ? Optional.ofNullable(key) : Optional.empty(),
            carried ? Optional.ofNullable(input.value()) : Optional.empty(),
            now());
    parts.events().deadLettered(letter);
    port.deadLetter(letter);
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private Instant now() {
    return parts.clock().instant();
  }
}
