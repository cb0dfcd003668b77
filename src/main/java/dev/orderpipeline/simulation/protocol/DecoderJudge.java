package dev.orderpipeline.simulation.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.operations.audit.PlacedJudge;
import java.util.Optional;

/// Judges input by the pipeline's own decoder.
final class DecoderJudge implements PlacedJudge {

  private final OrderPlacedDecoder decoder = new OrderPlacedDecoder();

  @Override
  public Verdict judge(Optional<String> key, Optional<byte[]> value) {
    Decoded decoded = decoder.decode(key.map(k -> k.getBytes(UTF_8)).orElse(null), value.orElse(null));
    return switch (decoded) {
      case Decoded.Malformed(String reason, _) -> new Invalid(reason);
      case Decoded.Valid(OrderPlaced placed) ->
          new Valid(placed.orderId(), placed.fingerprint(), placed.amount(), placed.items());
    };
  }
}
