package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The newest dead letters, whichever instance wrote them.
final class ListDeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(ListDeadLetters.class);

  private final ClusterWatch cluster;

  ListDeadLetters(ClusterWatch cluster) {
    this.cluster = cluster;
  }

  void handle(RoutingContext call) {
    int limit = Integer.parseInt(call.request().getParam("limit", "50"));
    cluster
        .deadLetters()
        .onSuccess(letters -> Replies.json(call, 200, json(letters, limit)))
        .onFailure(failure -> {
          LOG.debug("the dead letters cannot be read", failure);
          Replies.problem(
              call,
              Problem.later(
                  503, "kafka_unavailable", "Kafka does not hand out the dead letters", 2));
        });
  }

  private static ObjectNode json(List<ObjectNode> letters, int limit) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("deadLetters");
    letters.stream().limit(limit).forEach(all::add);
    return body.put("more", letters.size() > limit);
  }
}
