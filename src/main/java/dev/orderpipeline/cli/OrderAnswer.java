package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An order as the API tells of it, for people.
final class OrderAnswer {

  private OrderAnswer() {}

  static List<String> lines(JsonNode order) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "order %s: %s%s".formatted(text(order, "orderId"), text(order, "state"), standing(order)));
    lines.add(
        "  as of        %s, said by %s (%s)"
            .formatted(text(order, "asOf"), text(order, "instance"), text(order, "source")));
    if (order.has("nextWakeUp")) {
      lines.add("  next wake-up " + text(order, "nextWakeUp"));
    }
    if (order.has("traceId")) {
      lines.add("  trace        " + text(order, "traceId"));
    }
    money(order.path("money"), lines);
    for (JsonNode step : order.path("steps")) {
      lines.add(step(step));
      step.path("log").forEach(call -> lines.add(call(call)));
    }
    lines.add("");
    order
        .path("transitions")
        .forEach(entry ->
            lines.add(
                "  %s  v%d %s (%s)"
                    .formatted(
                        text(entry, "at"),
                        entry.path("version").asInt(),
                        text(entry, "state"),
                        text(entry, "cause"))));
    return lines;
  }

  private static String standing(JsonNode order) {
    if (order.has("suspended")) {
      return ", suspended: " + order.path("suspended").path("reason").asText();
    }
    JsonNode failure = order.path("failure");
    return failure.isMissingNode()
        ? ""
        : ", " + text(failure, "code") + ": " + text(failure, "message");
  }

  private static void money(JsonNode money, List<String> lines) {
    if (!money.isMissingNode()) {
      lines.add(
          "  money        %s %s captured, %s refunded, %s held (minor units)%s"
              .formatted(
                  text(money, "currency"),
                  text(money, "captured"),
                  text(money, "refunded"),
                  text(money, "held"),
                  money.path("certain").asBoolean() ? "" : ", not certain yet"));
    }
  }

  private static String call(JsonNode call) {
    String end =
        call.has("endedAt")
            ? "%s %s (%s)"
                .formatted(text(call, "endedAt"), text(call, "class"), text(call, "answer"))
            : "no answer yet";
    return "    #%d %s  %s, breaker %s -> %s"
        .formatted(
            call.path("call").asInt(),
            text(call, "kind").toLowerCase(Locale.ROOT),
            text(call, "at"),
            text(call, "breaker"),
            end);
  }

  private static String step(JsonNode step) {
    String where =
        step.has("outcome") ? text(step, "outcome") : step.path("phase").path("name").asText();
    String breaker =
        step.has("breaker") ? ", breaker " + step.path("breaker").path("breaker").asText() : "";
    String answer = step.has("lastAnswer") ? ", last answer " + text(step, "lastAnswer") : "";
    return "  %-12s %s, %d attempt(s), key %s%s%s"
        .formatted(
            text(step, "step"),
            where,
            step.path("attempts").asInt(),
            text(step, "key"),
            answer,
            breaker);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }
}
