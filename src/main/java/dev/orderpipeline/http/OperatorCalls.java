package dev.orderpipeline.http;

import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.replay.KnownOrders;
import dev.orderpipeline.stream.topics.OperatorSeat;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.Callable;

/// What all calls of operators have in common: who asks and why, and what is said if the topics
/// cannot be read or written.
final class OperatorCalls {

  private OperatorCalls() {}

  /// Who asks, and why, in words that can be kept.
  static Act act(JsonObject body) {
    Act act =
        new Act(body.getString("by"), body.getString("why"), body.getBoolean("dryRun", false));
    act.problem()
        .ifPresent(problem -> {
          throw new Refusal(Problem.of(400, "invalid_value", problem));
        });
    return act;
  }

  static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new Refusal(
          Problem.of(400, "invalid_value", "a time is written like 2026-01-02T03:04:05Z"));
    }
  }

  /// @throws Refusal for what the desks say when they cannot do it, which is for people
  static <T> T refusing(Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (OperatorSeat.SeatTaken taken) {
      throw new Refusal(Problem.of(409, "seat_taken", String.valueOf(taken.getMessage())));
    } catch (KnownOrders.TooMany tooMany) {
      throw new Refusal(
          Problem.of(
              409,
              "too_many_orders",
              "%s, which is more than a service has the memory for; use the command of the same name"
                  .formatted(tooMany.getMessage())));
    } catch (IllegalStateException unable) {
      throw new Refusal(
          Problem.later(503, "kafka_unavailable", String.valueOf(unable.getMessage()), 2));
    }
  }
}
