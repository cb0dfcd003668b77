package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.operations.letters.Case;
import dev.orderpipeline.operations.letters.Letter;
import dev.orderpipeline.operations.letters.LetterBox;
import dev.orderpipeline.operations.letters.LetterJson;
import dev.orderpipeline.operations.letters.LetterKind;
import dev.orderpipeline.operations.letters.Standing;
import dev.orderpipeline.operations.letters.Surroundings;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The newest dead letters and where each stands, whichever instance wrote them. Suspended orders
/// are asked of who has them.
final class ListDeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(ListDeadLetters.class);

  private final ClusterWatch cluster;
  private final OrderLookup lookup;

  ListDeadLetters(ClusterWatch cluster, OrderLookup lookup) {
    this.cluster = cluster;
    this.lookup = lookup;
  }

  void handle(RoutingContext call) {
    int limit = Integer.parseInt(call.request().getParam("limit", "50"));
    cluster
        .deadLetters()
        .compose(found -> standings(found.letters()).map(orders -> box(found, orders)))
        .onSuccess(box -> Replies.json(call, 200, json(box.cases(), limit)))
        .onFailure(failure -> {
          LOG.debug("the dead letters cannot be read", failure);
          Replies.problem(
              call,
              Problem.later(
                  503, "kafka_unavailable", "Kafka does not hand out the dead letters", 2));
        });
  }

  private Future<Map<String, Standing>> standings(List<Letter> letters) {
    Map<String, Future<OrderLookup.Answer>> asked = new HashMap<>();
    letters.stream()
        .filter(letter -> letter.kind() == LetterKind.SUSPENDED)
        .forEach(
            letter -> letter.orderId().ifPresent(id -> asked.computeIfAbsent(id, lookup::quick)));
    return Future.join(List.copyOf(asked.values()))
        .otherwiseEmpty()
        .map(_ -> {
          Map<String, Standing> standings = new HashMap<>();
          asked.forEach((id, answer) -> {
            if (answer.succeeded()
                && answer.result() instanceof OrderLookup.Answer.Found(JsonNode order)) {
              standings.put(id, standing(order));
            }
          });
          return standings;
        });
  }

  private static Standing standing(JsonNode order) {
    return new Standing(
        StateName.valueOf(order.path("state").asText()),
        order.path("version").asInt(),
        -1,
        Optional.ofNullable(order.path("suspended").path("deadLetterId").textValue()),
        Optional.empty(),
        Optional.empty(),
        "");
  }

  private static LetterBox box(ClusterWatch.DeadLetters found, Map<String, Standing> orders) {
    return LetterBox.of(found.letters(), Surroundings.of(found.words(), orders, found.consumed()));
  }

  private static ObjectNode json(List<Case> cases, int limit) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("deadLetters");
    cases.stream().limit(limit).forEach(one -> all.add(LetterJson.of(one)));
    return body.put("more", cases.size() > limit);
  }
}
