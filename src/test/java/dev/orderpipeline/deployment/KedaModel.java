package dev.orderpipeline.deployment;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;

/// KEDA's resources as far as we use them, after its documentation: fabric8 has no model of them.
/// Whatever is not here is refused.
final class KedaModel {

  private KedaModel() {}

  record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, ScaledObjectSpec spec) {}

  record ScaledObjectSpec(
      ScaleTarget scaleTargetRef,
      int pollingInterval,
      int cooldownPeriod,
      int minReplicaCount,
      int maxReplicaCount,
      Fallback fallback,
      Advanced advanced,
      List<Trigger> triggers) {}

  record ScaleTarget(String apiVersion, String kind, String name) {}

  record Fallback(int failureThreshold, int replicas) {}

  record Advanced(HpaConfig horizontalPodAutoscalerConfig) {}

  record HpaConfig(HorizontalPodAutoscalerBehavior behavior) {}

  record Trigger(String type, KafkaTrigger metadata, Reference authenticationRef) {}

  record KafkaTrigger(
      String bootstrapServers,
      String consumerGroup,
      String topic,
      String lagThreshold,
      String offsetResetPolicy,
      String tls) {}

  record Reference(String name) {}

  record TriggerAuthentication(
      String apiVersion, String kind, ObjectMeta metadata, TriggerAuthenticationSpec spec) {}

  record TriggerAuthenticationSpec(List<SecretTarget> secretTargetRef) {}

  record SecretTarget(String parameter, String name, String key) {}

  static final Map<String, Class<?>> KINDS =
      Map.of(
          "keda.sh/v1alpha1 ScaledObject",
          ScaledObject.class,
          "keda.sh/v1alpha1 TriggerAuthentication",
          TriggerAuthentication.class);
}
