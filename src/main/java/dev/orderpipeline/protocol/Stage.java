package dev.orderpipeline.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.domain.Decision;
import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.ParkReason;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepRun;
import dev.orderpipeline.gateways.Gate;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One node of the pipeline: owns the orders of one task in the states of that node, from their
/// arrival until they are handed on.
public final class Stage {

  /// Answers, timers and parked orders taken in one tick, so that the stream thread gets back to
  /// polling.
  private static final int BATCH = 1_000;

  private final StageName name;
  private final PipelineParts parts;
  private final OrderBook book;
  private final IntentOutbox outbox;
  private final Mailbox mailbox;
  private final StagePort port;
  private final Timers timers = new Timers();
  private final ParkingLot parked = new ParkingLot();

  /// Orders that are left alone because moving them failed; see [Quarantine].
  private final Set<String> held = new HashSet<>();

  /// Of which step an entry is held that no call has been staged with yet.
  private @Nullable Step entry;

  private boolean recovered;

  public Stage(
      StageName name,
      PipelineParts parts,
      OrderBook book,
      IntentOutbox outbox,
      Mailbox mailbox,
      StagePort port) {
    this.name = name;
    this.parts = parts;
    this.book = book;
    this.outbox = outbox;
    this.mailbox = mailbox;
    this.port = port;
  }

  /// Takes what another stage hands on.
  public void accept(Handover handover) {
    recover();
    switch (handover) {
      case Handover.Arrival(Order order) -> settle(order, true);
      case Handover.Restored(Order order) -> settle(order, false);
      case Handover.Replaced(String orderId) -> forget(orderId);
      case Handover.Delivery(String orderId, Input input) -> {
        resumed(orderId);
        input(orderId, input);
      }
    }
    port.tick(wanted());
  }

  /// Applies the answers that have come, and whatever time or an opened gate allows.
  public void tick() {
    recover();
    takeAnswers();
    takeDue();
    takeParked();
    port.tick(wanted());
  }

  /// The incarnation ends: answers still to come are for whoever owns the orders next.
  public void close() {
    mailbox.close();
    // An error came between the gate and the call.
    giveBack();
  }

  /// Looks once at every order that was here before this incarnation: a call without an answer has
  /// an unknown outcome, waits get their timers back, and parked orders their place.
  public void recover() {
    if (recovered) {
      return;
    }
    recovered = true;
    for (Order order : book.active(state -> StageName.of(state) == name)) {
      Optional<Instant> until = parts.quarantine().heldUntil(order.orderId());
      if (until.isPresent()) {
        held.add(order.orderId());
        timers.set(order.orderId(), until);
      } else {
        moving(order.orderId(), () -> recover(order));
      }
    }
    port.tick(wanted());
  }

  private void recover(Order order) {
    Order found = decide(order, new Input.Restarted()).order();
    if (found.equals(order) && isWaiting(found)) {
      schedule(order);
    } else {
      settle(found, false);
    }
  }

  /// An error in here is this order's.
  private void moving(String orderId, Runnable move) {
    book.inHand().on(new Culprit.Moved(orderId), move);
  }

  private Tick wanted() {
    if (mailbox.expecting()) {
      return Tick.FAST;
    }
    return timers.isEmpty() && parked.isEmpty() ? Tick.NONE : Tick.SLOW;
  }

  private void takeAnswers() {
    for (int i = 0; i < BATCH; i++) {
      Mailbox.Letter letter = mailbox.take();
      if (letter == null) {
        return;
      }
      moving(letter.orderId(), () -> input(letter.orderId(), letter.answered()));
    }
  }

  private void takeDue() {
    for (int i = 0; i < BATCH; i++) {
      Optional<String> due = timers.pollDue(now());
      if (due.isEmpty()) {
        return;
      }
      moving(due.get(), () -> due(due.get()));
    }
  }

  private void due(String orderId) {
    Optional<Instant> until = parts.quarantine().heldUntil(orderId);
    if (held.contains(orderId) && until.isPresent()) {
      timers.set(orderId, until);
    } else if (!resumed(orderId)) {
      input(orderId, new Input.TimeReached());
    }
  }

  /// An order that was left alone is taken up where a restart would take it up.
  ///
  /// @return false if it was not
  private boolean resumed(String orderId) {
    boolean wasHeld = held.remove(orderId);
    if (wasHeld) {
      book.active(orderId).ifPresent(this::recover);
    }
    return wasHeld;
  }

  private void takeParked() {
    Map<Step, ParkReason> closed = new EnumMap<>(Step.class);
    for (int i = 0; i < BATCH; i++) {
      Optional<String> next = parked.next(step -> enter(step, closed));
      if (next.isEmpty()) {
        return;
      }
      Order order = book.active(next.get()).orElseThrow();
      moving(order.orderId(), () -> handle(order, entered(order)));
    }
  }

  /// Asks the gate, unless it has said no before.
  private Optional<ParkReason> enter(Step step, Map<Step, ParkReason> closed) {
    Optional<ParkReason> refusal = Optional.ofNullable(closed.get(step)).or(() -> tryEnter(step));
    refusal.ifPresent(reason -> closed.put(step, reason));
    return refusal;
  }

  private void input(String orderId, Input input) {
    Optional<Order> order =
        book.active(orderId).filter(found -> StageName.of(found.state().name()) == name);
    if (order.isEmpty()) {
      parts.events().late(orderId, input.getClass().getSimpleName());
      return;
    }
    Decision decision = decide(order.get(), input);
    if (decision.order().equals(order.get())) {
      // Nothing changed, but a timer that rang has to be set again.
      schedule(order.get());
    }
    handle(order.get(), decision);
  }

  private void handle(Order before, Decision decision) {
    perform(decision);
    Order order = decision.order();
    if (order.equals(before)) {
      return;
    }
    StageName owner = StageName.of(order.state().name());
    if (owner == name) {
      settle(order, order.version() != before.version());
    } else {
      forget(order.orderId());
      port.handOn(owner, new Handover.Arrival(order));
    }
  }

  /// Lets the order do what it wants to do at once, then keeps it as it has become: one store put
  /// and, if it entered the state, one published snapshot, which holds the intent of the call it
  /// makes.
  private void settle(Order order, boolean publish) {
    Optional<Decision> wish = wish(order);
    if (wish.isEmpty()) {
      keep(order, publish);
      return;
    }
    Decision decision = wish.get();
    if (decision.order().version() == order.version()) {
      perform(decision);
      keep(decision.order(), publish);
      return;
    }
    if (publish) {
      publish(order, book.snapshot(order));
    }
    handle(order, decision);
  }

  private Optional<Decision> wish(Order order) {
    if (order.state() instanceof OrderState.Validating) {
      return Optional.of(
          decide(order, new Input.RulesChecked(parts.rules().check(order.placed()))));
    }
    return ready(order)
        .map(run ->
            parked
                .blocked(run.step())
                .or(() -> tryEnter(run.step()))
                .map(reason -> decide(order, new Input.GateClosed(reason)))
                .orElseGet(() -> entered(order)));
  }

  /// The step that wants to call right now.
  private static Optional<StepRun> ready(Order order) {
    return order
        .state()
        .current()
        .filter(run -> order.suspended().isEmpty() && run.phase() instanceof Phase.Ready);
  }

  /// Whether only an answer, time, a gate or a person moves the order.
  private static boolean isWaiting(Order order) {
    return !(order.state() instanceof OrderState.Validating) && ready(order).isEmpty();
  }

  /// The gate has let the order in: the entry goes with the call, or back if there is none.
  private Decision entered(Order order) {
    Gate gate = parts.gates().apply(order.state().current().orElseThrow().step());
    Decision decision = decide(order, new Input.GateOpened(gate.isProbing()));
    if (decision.effects().stream().noneMatch(Effect.Call.class::isInstance)) {
      giveBack();
    }
    return decision;
  }

  private Optional<ParkReason> tryEnter(Step step) {
    Optional<ParkReason> refusal = parts.gates().apply(step).tryEnter();
    if (refusal.isEmpty()) {
      entry = step;
    }
    return refusal;
  }

  private void giveBack() {
    Step held = entry;
    if (held != null) {
      entry = null;
      parts.gates().apply(held).leaveUnused();
    }
  }

  private void perform(Decision decision) {
    Order order = decision.order();
    for (Effect effect : decision.effects()) {
      switch (effect) {
        case Effect.Publish _ -> {
          // A new version says so itself; whoever settles the order publishes it.
        }
        case Effect.Call call -> stage(call, order);
        case Effect.DeadLetter letter -> deadLetter(letter, order);
        case Effect.Refuse refusal -> parts.events().refused(order, refusal);
      }
    }
  }

  private void stage(Effect.Call call, Order order) {
    mailbox.expect();
    outbox.stage(
        new Intent(
            call,
            parts.steps().request(call, order),
            parts.gates().apply(call.step()),
            mailbox,
            parts.machine().wakeUpAt(order).orElseThrow(),
            parts.clock()));
    entry = null;
  }

  private void deadLetter(Effect.DeadLetter effect, Order order) {
    DeadLetter letter =
        new DeadLetter(
            effect.suspension().deadLetterId(),
            effect.suspension().reason(),
            effect.message(),
            Optional.of(order.orderId()),
            Optional.empty(),
            Optional.of(order.orderId().getBytes(UTF_8)),
            Optional.of(book.snapshot(order)),
            now());
    parts.events().deadLettered(letter);
    port.deadLetter(letter);
  }

  private void keep(Order order, boolean publish) {
    byte[] snapshot = book.save(order);
    schedule(order);
    if (publish) {
      publish(order, snapshot);
    }
  }

  private void publish(Order order, byte[] snapshot) {
    parts.events().published(order);
    port.publish(order, snapshot);
  }

  private void schedule(Order order) {
    timers.set(order.orderId(), parts.machine().wakeUpAt(order));
    Optional<StepRun> waiting =
        order.state().current().filter(run -> order.suspended().isEmpty() && isParked(run));
    // Who waits already keeps its turn.
    waiting.ifPresentOrElse(run -> park(order, run), () -> parked.remove(order.orderId()));
  }

  private static boolean isParked(StepRun run) {
    return run.phase() instanceof Phase.Parked;
  }

  private void park(Order order, StepRun run) {
    if (run.phase() instanceof Phase.Parked(_, var reason, _)
        && parked.add(run.step(), order.orderId(), reason)) {
      parts.events().parked(run.step(), reason);
    }
  }

  private void forget(String orderId) {
    timers.cancel(orderId);
    parked.remove(orderId);
  }

  private Decision decide(Order order, Input input) {
    return parts.machine().decide(order, input, now());
  }

  private Instant now() {
    return parts.clock().instant();
  }
}
