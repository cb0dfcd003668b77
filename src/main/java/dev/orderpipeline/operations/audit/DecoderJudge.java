package dev.orderpipeline.operations.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.domain.OrderPlaced;
import java.util.Optional;

/// Judges input by the pipeline's own decoder.
public final class DecoderJudge implements PlacedJudge {

  private final OrderPlacedDecoder decoder = new OrderPlacedDecoder();

  @Override
  public Verdict judge(Optional<String> key, Optional<byte[]> value) {
    byte[] keyBytes = key.map(text -> text.getBytes(UTF_8)).orElse(null);
    return switch (decoder.decode(keyBytes, value.orElse(null))) {
      case Decoded.Valid(OrderPlaced placed) ->
          new Valid(placed.orderId(), placed.fingerprint(), placed.amount(), placed.items());
      case Decoded.Malformed(String reason, String _) -> new Invalid(reason);
    };
  }
}
