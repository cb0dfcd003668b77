package dev.orderpipeline.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/// Idempotency keys: `<step>-<name-based UUID of (pipeline id, orderId, step)>`. The same for every
/// attempt, restart and replay of a step; different for every step.
///
/// @param pipelineId tells apart pipelines that share gateways
public record IdempotencyKeys(String pipelineId) {

  /// The separator occurs in no order id.
  private static final char SEPARATOR = '|';

  public String of(Step step, String orderId) {
    String name = pipelineId + SEPARATOR + orderId + SEPARATOR + step.label();
    return step.label() + "-" + UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
  }
}
