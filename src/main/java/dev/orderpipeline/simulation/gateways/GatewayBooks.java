package dev.orderpipeline.simulation.gateways;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.simulation.gateways.Remembered.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The two gateways' decisions: which request has an effect, and what every other one is answered.
/// No HTTP, clock, thread or file: the server and the deterministic simulation share exactly this.
///
/// A request goes `begin` → `apply` → `finish`. From `begin` on its key is in flight, and for an
/// undo the key to be undone as well. `apply` decides, and hands the effect to the ledger. `finish`
/// says that the effect is durable; from then on the result is repeated to whoever asks with that
/// key. A gateway that dies between the steps is new books over the ledger's entries; a request
/// that goes no further is abandoned.
///
/// Results of refusals live in memory only: after a restart a refused request is decided again.
/// What had an effect stays known for ever, because a query or an undo by key may ask for it late;
/// past the key retention only its *idempotency* is forgotten, and the same request has its effect
/// again.
///
/// Thread-safe; the ledger is called under the lock, in the order of the entries.
public final class GatewayBooks {

  private final Duration keyRetention;
  private final Function<EffectRequest, Optional<Problem>> declines;
  private final Consumer<LedgerEntry> ledger;
  private final Map<Gateway, KeyBook> books = new EnumMap<>(Gateway.class);
  private long lastSeq;

  /// @param keyRetention how long a request may be repeated without a second effect
  /// @param declines why the business says no to a charge or reservation, if it does; called under
  ///   the lock, must not block
  /// @param ledger takes each new entry; called under the lock, must not block
  public GatewayBooks(
      Duration keyRetention,
      Function<EffectRequest, Optional<Problem>> declines,
      Consumer<LedgerEntry> ledger) {
    this.keyRetention = keyRetention;
    this.declines = declines;
    this.ledger = ledger;
    for (Gateway gateway : Gateway.values()) {
      books.put(gateway, new KeyBook());
    }
  }

  /// What a request meets when it arrives.
  public sealed interface Begun {

    /// It is to be worked on, and must be finished or abandoned.
    record Proceed(Ticket ticket) implements Begun {}

    /// There is nothing to work on.
    record Answered(GatewayAnswer answer) implements Begun {}
  }

  /// Takes up one entry of an earlier life. To be called with every entry, in order, before the
  /// first request.
  ///
  /// @throws IllegalArgumentException if the entry cannot follow the ones before it
  public synchronized void restore(LedgerEntry entry) {
    if (entry.seq() != lastSeq + 1) {
      throw new IllegalArgumentException(
          "ledger entry " + (lastSeq + 1) + " is missing; found " + entry.seq());
    }
    Restored restored = Restored.from(entry);
    book(restored.step()).restore(entry.key(), restored.remembered(), entry.undoes());
    lastSeq = entry.seq();
  }

  public synchronized Begun begin(EffectRequest request, Instant now) {
    KeyBook book = book(request.step());
    String key = request.key();
    if (book.inFlight(key) || original(request).filter(book::inFlight).isPresent()) {
      return answered(Problem.REQUEST_IN_FLIGHT);
    }
    Optional<Remembered> known = book.get(key).filter(r -> !forgotten(r, now));
    if (known.isPresent() && !known.get().isOf(request)) {
      return answered(Problem.IDEMPOTENCY_KEY_REUSED);
    }
    if (book.barred(key)) {
      return answered(Problem.KEY_BARRED);
    }
    if (known.isPresent()) {
      return new Begun.Answered(ResultJson.answer(known.get().result()));
    }
    Ticket ticket = new Ticket(request);
    book.enter(ticket);
    return new Begun.Proceed(ticket);
  }

  /// Decides, and has the effect if there is to be one. The answer may be sent once the ledger's
  /// entry is durable.
  public synchronized GatewayAnswer apply(Ticket ticket, Instant now) {
    ticket.moveTo(Ticket.Stage.APPLIED);
    EffectRequest request = ticket.request();
    KeyBook book = book(request.step());
    Instant at = Instant.ofEpochMilli(now.toEpochMilli());
    Result result =
        switch (request) {
          case EffectRequest.Charge charge -> charge(charge, at);
          case EffectRequest.Reserve reserve -> reserve(reserve, at);
          case EffectRequest.Undo undo -> undo(undo, book, at);
        };
    book.put(
        request.key(),
        new Remembered(request.effectDigest(), request.payloadDigest(), at.toEpochMilli(), result));
    return ResultJson.answer(result);
  }

  /// The effect is durable: repetitions get its result from now on.
  public synchronized void finish(Ticket ticket) {
    ticket.moveTo(Ticket.Stage.FINISHED);
    book(ticket.request().step()).leave(ticket);
  }

  /// The request was begun and never applied; it had no effect and its key is free.
  public synchronized void abandon(Ticket ticket) {
    ticket.moveTo(Ticket.Stage.ABANDONED);
    book(ticket.request().step()).leave(ticket);
  }

  /// Answers what stands under a key: the charge or reservation as it was answered; 404 if there is
  /// none, or it was undone; 409 while it is being worked on or undone.
  public synchronized GatewayAnswer query(Gateway gateway, String key) {
    KeyBook book = gateway == Gateway.PAYMENTS ? book(Step.CHARGE) : book(Step.RESERVE);
    if (book.inFlight(key)) {
      return Problem.REQUEST_IN_FLIGHT.answer();
    }
    return standing(book, key)
        .map(remembered -> ResultJson.answer(remembered.result()))
        .orElseGet(Problem.NOT_FOUND::answer);
  }

  /// Number of ledger entries so far.
  public synchronized long entries() {
    return lastSeq;
  }

  private Result charge(EffectRequest.Charge charge, Instant at) {
    Optional<Problem> decline = declines.apply(charge);
    if (decline.isPresent()) {
      return new Result.Refused(decline.get());
    }
    long seq = record(Effect.CAPTURE, charge, at, Optional.of(charge.amount()), List.of());
    return new Result.Captured(seq, charge.orderId(), charge.amount());
  }

  private Result reserve(EffectRequest.Reserve reserve, Instant at) {
    Optional<Problem> decline = declines.apply(reserve);
    if (decline.isPresent()) {
      return new Result.Refused(decline.get());
    }
    long seq = record(Effect.RESERVE, reserve, at, Optional.empty(), reserve.items());
    return new Result.Reserved(seq, reserve.orderId());
  }

  private Result undo(EffectRequest.Undo undo, KeyBook book, Instant at) {
    Optional<Remembered> standing = standing(book, undo.originalKey());
    Optional<Problem> objection = standing.flatMap(original -> Undoing.objection(undo, original));
    if (objection.isPresent()) {
      return new Result.Refused(objection.get());
    }
    book.bar(undo.originalKey());
    return switch (undo) {
      case EffectRequest.Refund refund when standing.isPresent() ->
          new Result.Refunded(
              record(Effect.REFUND, refund, at, Optional.of(refund.amount()), List.of()));
      case EffectRequest.Refund refund ->
          new Result.NothingToRefund(record(Effect.BAR, refund, at, Optional.empty(), List.of()));
      case EffectRequest.Release release when standing.isPresent() ->
          new Result.Released(
              record(Effect.RELEASE, release, at, Optional.empty(), release.items()));
      case EffectRequest.Release release ->
          new Result.NothingToRelease(record(Effect.BAR, release, at, Optional.empty(), List.of()));
    };
  }

  private long record(
      Effect effect, EffectRequest request, Instant at, Optional<Money> amount, List<Item> items) {
    long seq = ++lastSeq;
    ledger.accept(
        new LedgerEntry(
            seq,
            at,
            effect,
            request.orderId(),
            request.key(),
            original(request),
            amount,
            items,
            Optional.of(References.of(request.step(), seq))));
    return seq;
  }

  /// The charge or reservation under this key, unless it was undone.
  private static Optional<Remembered> standing(KeyBook book, String key) {
    return book.barred(key)
        ? Optional.empty()
        : book.get(key).filter(remembered -> remembered.result().undoable());
  }

  private static Optional<String> original(EffectRequest request) {
    return request instanceof EffectRequest.Undo undo
        ? Optional.of(undo.originalKey())
        : Optional.empty();
  }

  private boolean forgotten(Remembered remembered, Instant now) {
    return now.toEpochMilli() - remembered.atMillis() > keyRetention.toMillis();
  }

  private KeyBook book(Step step) {
    return Objects.requireNonNull(books.get(step.gateway()));
  }

  private static Begun answered(Problem problem) {
    return new Begun.Answered(problem.answer());
  }
}
