package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.http.Client.Reply;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Holds what is answered about orders against what has been answered before, by whomever: never
/// another order, never two stories of one version, never an older version than was known unless it
/// says that it is a copy, and nothing denied that was known. Thread-safe.
final class Witness {

  private final Map<String, Integer> known = new ConcurrentHashMap<>();
  private final Map<String, String> stories = new ConcurrentHashMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger fromStandbys = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();

  /// By which an order is known from others.
  static String customer(String orderId) {
    return "customer-of-" + orderId;
  }

  Reply asked(String orderId, Supplier<Reply> question) {
    int before = known.getOrDefault(orderId, 0);
    Reply reply = question.get();
    String complaint =
        switch (reply.status()) {
          case 200 -> judge(orderId, before, reply.json());
          case 404 -> before > 0 ? "denied, and version " + before + " was known" : "";
          case 503 -> refused(reply);
          default -> "unexpected";
        };
    if (!complaint.isEmpty()) {
      wrong.add(
          "%s: %s: %d %s".formatted(orderId, complaint, reply.status(), reply.response().body()));
    }
    return reply;
  }

  private String refused(Reply reply) {
    refusals.incrementAndGet();
    return reply.header("retry-after").isEmpty() ? "no Retry-After" : "";
  }

  private String judge(String orderId, int before, JsonNode order) {
    answers.incrementAndGet();
    int version = order.path("version").asInt();
    String source = order.path("source").asText();
    if (!order.path("orderId").asText().equals(orderId)) {
      return "another order";
    }
    if (source.equals("ingress")) {
      return before > 0 ? "not read yet, and version " + before + " was known" : "";
    }
    String customer = order.path("snapshot").path("order").path("customerId").asText();
    if (!customer.equals(customer(orderId))) {
      return "another order's content";
    }
    if (order.path("asOf").asText().isEmpty()) {
      return "without asOf";
    }
    String story = order.path("state").asText() + " " + order.path("transitions");
    String told = stories.putIfAbsent(orderId + ":" + version, story);
    if (told != null && !told.equals(story)) {
      return "version %d was %s before".formatted(version, told);
    }
    if (source.equals("standby")) {
      fromStandbys.incrementAndGet();
    } else if (!source.equals("owner")) {
      return "from nobody known";
    } else if (version < before) {
      return "version %d was known".formatted(before);
    }
    known.merge(orderId, version, Math::max);
    return "";
  }

  List<String> wrong() {
    return List.copyOf(wrong);
  }

  int answers() {
    return answers.get();
  }

  int fromStandbys() {
    return fromStandbys.get();
  }

  int refusals() {
    return refusals.get();
  }
}
