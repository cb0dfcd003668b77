package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.http.OrderLookup.Answer;
import dev.orderpipeline.stream.OrderOwner;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What other instances say of an order. One that does not answer, or that is not believed, has
/// said nothing.
final class OrderPeers {

  private static final Logger LOG = LoggerFactory.getLogger(OrderPeers.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Longest time for an answer that need not be waited for there.
  static final Duration ASK = Duration.ofSeconds(2);

  private final Peers peers;
  private final Offload offload;

  OrderPeers(Peers peers, Offload offload) {
    this.peers = peers;
    this.offload = offload;
  }

  Future<Answer> owner(OrderOwner owner, String orderId) {
    if (owner.here() || owner.owner().isEmpty()) {
      return Future.succeededFuture(Answer.NobodySays.NOW);
    }
    return ask(owner.owner().get(), PeerPages.ORDERS + orderId);
  }

  /// The first copy that a standby has; if none has one, which proves nothing, what the owner said.
  Future<Answer> copy(Iterator<String> standbys, String orderId, Answer ownerSaid) {
    if (!standbys.hasNext()) {
      return Future.succeededFuture(ownerSaid);
    }
    return ask(standbys.next(), PeerPages.ORDERS + orderId + "?copy=true")
        .compose(answer ->
            answer instanceof Answer.Found
                ? Future.succeededFuture(answer)
                : copy(standbys, orderId, ownerSaid));
  }

  /// The order once it is in one of the states, as long as it is owned there.
  Future<Answer> await(String address, String orderId, Set<StateName> states, Duration left) {
    String uri =
        "%s%s?waitFor=%s&timeout=%dms"
            .formatted(
                PeerPages.ORDERS,
                orderId,
                states.stream().map(Enum::name).collect(Collectors.joining(",")),
                left.toMillis());
    return peers.hold(address, uri, left.plus(ASK)).compose(this::answer).recover(lost(address));
  }

  private Future<Answer> ask(String address, String uri) {
    return peers.ask(address, uri, ASK).compose(this::answer).recover(lost(address));
  }

  private Future<Answer> answer(Peers.Reply reply) {
    return switch (reply.status()) {
      case 200 -> offload.call(() -> new Answer.Found(read(reply)));
      case 404 -> Future.succeededFuture(new Answer.NotFound());
      default -> Future.succeededFuture(Answer.NobodySays.NOW);
    };
  }

  private static ObjectNode read(Peers.Reply reply) {
    try {
      return (ObjectNode) JSON.readTree(reply.body().getBytes());
    } catch (IOException e) {
      throw new IllegalStateException("an instance answered with what is not JSON", e);
    }
  }

  private static Function<Throwable, Future<Answer>> lost(String address) {
    return failure ->
        switch (failure) {
          case Refusal refusal -> Future.failedFuture(refusal);
          case Peers.Untrusted untrusted ->
              Future.succeededFuture(new Answer.NobodySays(String.valueOf(untrusted.getMessage())));
          default -> {
            LOG.debug("instance {} did not answer", address, failure);
            yield Future.succeededFuture(Answer.NobodySays.NOW);
          }
        };
  }
}
