package dev.orderpipeline.config;

/// Everything that can be set, checked. Printing it shows no secret.
///
/// @param pipelineId the Kafka Streams application id, and part of idempotency keys
/// @param forward retries of charge and reserve
/// @param compensation retries of refund and release
public record Settings(
    String pipelineId,
    KafkaSettings kafka,
    TopicSettings topics,
    ProcessSettings process,
    OrderSettings orders,
    GatewaySettings payments,
    GatewaySettings inventory,
    RetrySettings forward,
    RetrySettings compensation,
    RuleSettings rules,
    BrakeSettings brake,
    HttpSettings http) {

  public Settings {
    Check.matches(
        "pipeline-id", pipelineId, "[A-Za-z0-9._-]{1,100}", "1 to 100 of A-Z a-z 0-9 . _ -");
  }
}
