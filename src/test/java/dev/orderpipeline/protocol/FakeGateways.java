package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.gateways.BreakerSignal;
import dev.orderpipeline.gateways.GatewayClient;
import dev.orderpipeline.gateways.GatewayRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Gateways that answer when a test says so.
final class FakeGateways implements GatewayClient {

  /// A request that has left and has no answer yet.
  record Open(GatewayRequest request, Consumer<Answer> onAnswer) {}

  private final Map<Step, FakeGate> gates = new EnumMap<>(Step.class);
  private final List<GatewayRequest> requests = new ArrayList<>();
  private final List<Open> open = new ArrayList<>();
  private Consumer<GatewayRequest> onRequest = _ -> {};

  FakeGateways() {
    for (Step step : Step.values()) {
      gates.put(step, new FakeGate());
    }
  }

  FakeGate gate(Step step) {
    FakeGate gate = gates.get(step);
    if (gate == null) {
      throw new IllegalStateException("no gate for " + step);
    }
    return gate;
  }

  void onRequest(Consumer<GatewayRequest> check) {
    onRequest = check;
  }

  @Override
  public void call(GatewayRequest request, Consumer<Answer> onAnswer) {
    onRequest.accept(request);
    requests.add(request);
    open.add(new Open(request, onAnswer));
  }

  /// Every request that ever left.
  List<GatewayRequest> requests() {
    return requests;
  }

  List<Open> open() {
    return open;
  }

  void answer(Open call, Answer answer) {
    if (!open.remove(call)) {
      throw new IllegalStateException("answered already: " + call.request().idempotencyKey());
    }
    gate(call.request().step()).leave(BreakerSignal.NEITHER, 0);
    call.onAnswer().accept(answer);
  }

  /// Answers the latest request with this key.
  void answer(String key, Answer answer) {
    answer(
        open.stream()
            .filter(call -> call.request().idempotencyKey().equals(key))
            .reduce((_, later) -> later)
            .orElseThrow(() -> new AssertionError("no open request " + key + " in " + open)),
        answer);
  }
}
