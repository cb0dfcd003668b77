package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.gateways.GatewayRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// What the gateways have done, by the contract, whatever they answer: an effect at most once a
/// key, undone by the key of the original, which is barred from then on.
final class HonestGateways {

  private final Map<String, String> originals = new HashMap<>();
  private final Set<String> done = new HashSet<>();
  private final Set<String> undone = new HashSet<>();
  private final Set<String> barred = new HashSet<>();
  private final Map<String, Answer> answers = new HashMap<>();

  /// Requests on a slow way: they arrive after they were given up on.
  private final List<GatewayRequest> underway = new ArrayList<>();

  void knows(String orderId) {
    originals.put(Task.KEYS.of(Step.REFUND, orderId), Task.KEYS.of(Step.CHARGE, orderId));
    originals.put(Task.KEYS.of(Step.RELEASE, orderId), Task.KEYS.of(Step.RESERVE, orderId));
  }

  boolean holds(Step step, String orderId) {
    String key = Task.KEYS.of(step, orderId);
    return done.contains(key) && !undone.contains(key);
  }

  /// Does what is asked, and says so.
  Answer serve(GatewayRequest request) {
    String key = request.idempotencyKey();
    if (request.method().equals("GET")) {
      return done.contains(key) ? Task.confirmed(request.step()) : new Answer.Absent();
    }
    return switch (request.step()) {
      case CHARGE, RESERVE -> {
        if (barred.contains(key)) {
          yield new Answer.Declined("key_barred", "undone before");
        }
        done.add(key);
        yield Task.confirmed(request.step());
      }
      case REFUND, RELEASE -> answers.computeIfAbsent(key, _ -> undo(request));
    };
  }

  private Answer undo(GatewayRequest request) {
    String original = originals.getOrDefault(request.idempotencyKey(), "");
    barred.add(original);
    if (!done.contains(original)) {
      return new Answer.Confirmed(
          request.step() == Step.REFUND ? "NOTHING_TO_REFUND" : "NOTHING_TO_RELEASE",
          Optional.empty());
    }
    if (!undone.add(original)) {
      throw new AssertionError("undone twice: " + original);
    }
    return Task.confirmed(request.step());
  }

  /// Anything that the network and a sick gateway can make of a request.
  Answer misbehave(GatewayRequest request, Random random) {
    boolean original = request.step() == Step.CHARGE || request.step() == Step.RESERVE;
    return switch (random.nextInt(10)) {
      case 0 -> {
        serve(request);
        yield new Answer.Unknown("timeout", false);
      }
      case 1 -> {
        serve(request);
        yield new Answer.Unknown("http_500", true);
      }
      case 2 -> {
        underway.add(request);
        yield new Answer.Unknown("timeout", false);
      }
      case 3 -> new Answer.Unknown("connection_reset", false);
      case 4 -> new Answer.NotSent("connection_refused");
      case 5 -> new Answer.TryLater("http_429", Optional.empty());
      case 6 -> new Answer.Unavailable("http_401");
      case 7 ->
          original && !done.contains(request.idempotencyKey()) && request.method().equals("POST")
              ? new Answer.Declined("card_declined", "no")
              : serve(request);
      default -> serve(request);
    };
  }

  /// A request that everybody had given up on arrives.
  void lateArrival(Random random) {
    if (!underway.isEmpty()) {
      serve(underway.remove(random.nextInt(underway.size())));
    }
  }

  void allArrive() {
    underway.forEach(this::serve);
    underway.clear();
  }
}
