package dev.orderpipeline.simulation.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.orderpipeline.codec.Digest;
import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.CallKind;
import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.domain.Decision;
import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.Payload;
import dev.orderpipeline.domain.Payloads;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepOutcome;
import dev.orderpipeline.domain.StepRun;
import dev.orderpipeline.protocol.ActiveStore;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The product with historical bugs in it, made by exchanging pieces.
public final class Mutants {

  private Mutants() {}

  /// Every attempt gets a key of its own.
  static Pieces perAttemptKeys() {
    return Pieces.PRODUCTION.withMachine(Mutants::perAttemptKeys);
  }

  /// The machine with a key of its own for every attempt.
  public static Decider perAttemptKeys(Decider machine) {
    return MutantDecider.after(
        machine,
        (_, _, decision) ->
            sends(decision)
                .map(call -> {
                  String key = call.key().replaceAll("#.*", "") + "#" + call.call();
                  return rekeyed(decision, call, key);
                })
                .orElse(decision));
  }

  /// Requests leave while their transaction is still open.
  static Pieces callBeforeCommit() {
    return Pieces.PRODUCTION.withCallsBeforeCommit();
  }

  /// What is only possibly done is not undone.
  static Pieces compensateOnlyConfirmedSteps() {
    return Pieces.PRODUCTION.withMachine(machine ->
        MutantDecider.after(
            machine,
            (before, _, decision) ->
                decision.order().state() instanceof OrderState.Compensating state
                        && before.state() instanceof OrderState.Forward
                    ? new Decision(
                        Orders.in(decision.order(), onlyConfirmed(state)), decision.effects())
                    : decision));
  }

  /// A new version of the program writes other bodies, and nothing notices that it is not what was
  /// sent under the key before.
  static Pieces dropThePayloadHash() {
    return changingBodies()
        .withMachine(machine ->
            MutantDecider.around(
                machine,
                (order, input, now) ->
                    machine.decide(
                        Orders.mapRuns(order, run -> Orders.hashed(run, "")), input, now)));
  }

  /// Bodies that are not the same for every attempt: no mutant as long as the hash is kept.
  static Pieces changingBodies() {
    return Pieces.PRODUCTION.withPayloads(Mutants::changing);
  }

  /// When a wait ends, the step begins to count from nothing.
  static Pieces loseTheAttemptInATimer() {
    return Pieces.PRODUCTION.withMachine(machine ->
        MutantDecider.after(
            machine,
            (before, input, decision) ->
                input instanceof Input.TimeReached && waits(before)
                    ? new Decision(
                        Orders.mapRuns(
                            decision.order(), run -> run.ended() ? run : Orders.attempts(run, 0)),
                        decision.effects())
                    : decision));
  }

  /// Whatever answer comes for an order is taken for the one that it waits for.
  static Pieces noFenceOnLateAnswers() {
    Map<String, String> orders = new HashMap<>();
    Map<String, Consumer<Answer>> latest = new HashMap<>();
    return Pieces.PRODUCTION
        .withRequests(requests ->
            (call, order) -> {
              orders.put(call.key(), call.orderId());
              return requests.request(call, order);
            })
        .withClient(client ->
            (request, onAnswer) -> {
              String order = Objects.requireNonNull(orders.get(request.idempotencyKey()));
              latest.put(order, onAnswer);
              client.call(
                  request, answer -> Objects.requireNonNull(latest.get(order)).accept(answer));
            });
  }

  /// A refund goes out under the key of the charge.
  static Pieces refundWithoutItsOwnKey() {
    return Pieces.PRODUCTION.withMachine(machine ->
        MutantDecider.after(
            machine,
            (_, _, decision) -> {
              Optional<StepRun> charge = decision.order().run(Step.CHARGE);
              if (charge.isEmpty()) {
                return decision;
              }
              String key = charge.get().key();
              Order order =
                  Orders.mapRuns(
                      decision.order(),
                      run -> run.step() == Step.REFUND ? Orders.keyed(run, key) : run);
              return new Decision(
                  order,
                  decision.effects().stream()
                      .map(effect ->
                          effect instanceof Effect.Call call && call.step() == Step.REFUND
                              ? keyed(call, key)
                              : effect)
                      .toList());
            }));
  }

  /// A status query that finds nothing is taken as proof that nothing will come.
  static Pieces absenceAsProof() {
    return Pieces.PRODUCTION.withMachine(machine ->
        MutantDecider.after(
            machine,
            (before, input, decision) ->
                input instanceof Input.Answered answered
                        && answered.answer() instanceof Answer.Absent
                        && before.state() instanceof OrderState.Charging
                        && decision.order().state() instanceof OrderState.Compensating state
                    ? new Decision(
                        Orders.in(
                            decision.order(),
                            new OrderState.Failed(
                                state.failure(),
                                Optional.of(state.charge()),
                                Optional.empty(),
                                List.of())),
                        decision.effects())
                    : decision));
  }

  /// Parked orders are not taken up again after a restart.
  static Pieces forgetParkedOrders() {
    return Pieces.PRODUCTION.withActiveStore(Forgetful::new);
  }

  /// Waiting for a gate uses an attempt.
  static Pieces burnAttemptsWhileParked() {
    return Pieces.PRODUCTION.withMachine(machine ->
        MutantDecider.after(
            machine,
            (_, input, decision) ->
                input instanceof Input.GateClosed
                    ? new Decision(
                        Orders.mapRuns(
                            decision.order(),
                            run -> run.ended() ? run : Orders.attempts(run, run.attempts() + 1)),
                        decision.effects())
                    : decision));
  }

  private static Optional<Effect.Call> sends(Decision decision) {
    return decision.effects().stream()
        .filter(Effect.Call.class::isInstance)
        .map(Effect.Call.class::cast)
        .filter(call -> call.kind() == CallKind.SEND)
        .findFirst();
  }

  private static Decision rekeyed(Decision decision, Effect.Call call, String key) {
    UnaryOperator<StepRun> rekey = run -> run.step() == call.step() ? Orders.keyed(run, key) : run;
    return new Decision(
        Orders.mapRuns(decision.order(), rekey),
        decision.effects().stream().map(e -> e.equals(call) ? keyed(call, key) : e).toList());
  }

  private static Effect.Call keyed(Effect.Call call, String key) {
    return new Effect.Call(
        call.orderId(),
        call.version(),
        call.step(),
        call.call(),
        call.kind(),
        key,
        call.payload(),
        call.traceparent());
  }

  private static OrderState onlyConfirmed(OrderState.Compensating state) {
    List<StepRun> undo =
        state.undo().stream()
            .filter(run ->
                confirmed(
                    run.step() == Step.REFUND ? state.charge() : state.reserve().orElseThrow()))
            .toList();
    return undo.isEmpty()
        ? new OrderState.Failed(
            state.failure(), Optional.of(state.charge()), state.reserve(), List.of())
        : new OrderState.Compensating(state.failure(), state.charge(), state.reserve(), undo);
  }

  private static boolean confirmed(StepRun run) {
    return run.phase() instanceof Phase.Ended ended && ended.outcome() == StepOutcome.CONFIRMED;
  }

  private static boolean waits(Order order) {
    return order.state().current().filter(run -> run.phase() instanceof Phase.Waiting).isPresent();
  }

  /// A space more with every attempt: other bytes, the same meaning.
  private static Payloads changing(Payloads payloads) {
    return (step, order) -> {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes(payloads.of(step, order).body());
      for (int i = 0; i < order.run(step).map(StepRun::calls).orElse(0); i++) {
        body.write(' ');
      }
      return new Payload(body.toByteArray(), Digest.of(body.toByteArray()));
    };
  }

  private record Forgetful(ActiveStore store) implements ActiveStore {
    @Override
    public void put(String orderId, byte[] snapshot) {
      store.put(orderId, snapshot);
    }

    @Override
    public void delete(String orderId) {
      store.delete(orderId);
    }

    @Override
    public void forEach(Consumer<byte[]> snapshot) {
      store.forEach(bytes -> {
        if (!new String(bytes, ISO_8859_1).contains("\"PARKED\"")) {
          snapshot.accept(bytes);
        }
      });
    }
  }
}
