package dev.orderpipeline.operations.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.CommandDecoder;
import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.domain.OrderPlaced;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is to be published in place of a record that could not be processed.
///
/// @param key the orderId
public record Correction(String key, byte[] value) {

  /// Orders that it is about.
  Set<String> orders() {
    return OrderPlacedDecoder.isOrderId(key) ? Set.of(key) : Set.of();
  }

  /// What publishing it would do. What would come back at once is refused.
  Prospect prospect(Case one, Redriving rules, Map<String, Standing> orders, Instant now) {
    Letter letter = one.newest();
    Optional<Standing> order = Optional.ofNullable(orders.get(key));
    Prospect before = rules.ofOriginal(one, now);
    if (!(before instanceof Prospect.Publish)) {
      return before;
    }
    String topic = letter.source().orElseThrow().place().topic();
    return letter.kind() == LetterKind.COMMAND ? command(topic, order) : input(one, topic, order);
  }

  private Prospect input(Case one, String topic, Optional<Standing> order) {
    return switch (new OrderPlacedDecoder().decode(key.getBytes(UTF_8), value)) {
      case Decoded.Malformed(String reason, String message) ->
          new Prospect.Refused(
              "the corrected record would come back as %s (%s)".formatted(reason, message),
              "correct that too");
      case Decoded.Valid(OrderPlaced placed) -> {
        if (order.isEmpty()) {
          yield new Prospect.Publish(
              topic,
              partition(one.newest(), order),
              "order %s begins, unless the pipeline has finished it already".formatted(key),
              Optional.of(placed.amount()));
        }
        yield order.get().fingerprint().equals(placed.fingerprint())
            ? new Prospect.Publish(
                topic,
                partition(one.newest(), order),
                "order %s is %s, so it is a duplicate and changes nothing"
                    .formatted(key, order.get().state()),
                Optional.empty())
            : new Prospect.Refused(
                "order %s is %s with other content".formatted(key, order.get().state()),
                "discard the letter, or give the order another orderId");
      }
    };
  }

  private Prospect command(String topic, Optional<Standing> order) {
    if (new CommandDecoder().decode(value, 0)
        instanceof CommandDecoder.DecodedCommand.Malformed(String reason, String message)) {
      return new Prospect.Refused(
          "the corrected command would come back as %s (%s)".formatted(reason, message),
          "correct that too");
    }
    return order.isEmpty()
        ? new Prospect.Refused("there is no order '%s'".formatted(key), "name one with --key")
        : new Prospect.Publish(
            topic, order.get().partition(), "the order decides what it comes to", Optional.empty());
  }

  /// Where the order came in if it is known, where the record lay if it has the same key, else
  /// where producers put the key (-1).
  private int partition(Letter letter, Optional<Standing> order) {
    return order
        .map(Standing::partition)
        .orElseGet(() ->
            letter.key().equals(Optional.of(key))
                ? letter.source().orElseThrow().place().partition()
                : -1);
  }
}
