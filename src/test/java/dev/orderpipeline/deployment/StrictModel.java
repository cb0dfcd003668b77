package dev.orderpipeline.deployment;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.HashMap;
import java.util.Map;

/// Turns a resource into the class of its kind, and refuses what that class has no field for.
final class StrictModel {

  private static final Map<String, Class<?>> KINDS = new HashMap<>(KedaModel.KINDS);

  static {
    KINDS.put("v1 ConfigMap", ConfigMap.class);
    KINDS.put("v1 Service", Service.class);
    KINDS.put("v1 ServiceAccount", ServiceAccount.class);
    KINDS.put("apps/v1 StatefulSet", StatefulSet.class);
    KINDS.put("batch/v1 CronJob", CronJob.class);
    KINDS.put("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class);
    KINDS.put("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class);
    KINDS.put("rbac.authorization.k8s.io/v1 Role", Role.class);
    KINDS.put("rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class);
    KINDS.put("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class);
    KINDS.put("kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class);
    KINDS.put("kafka.strimzi.io/v1 KafkaUser", KafkaUser.class);
  }

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(new NoPlaceForOthers())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private StrictModel() {}

  /// @throws JsonProcessingException if there is a field that its kind does not have
  static Object parse(JsonNode resource) throws JsonProcessingException {
    String kind = kind(resource);
    Class<?> model = KINDS.get(kind);
    if (model == null) {
      throw new AssertionError("no model for " + kind + ": name it in StrictModel");
    }
    return STRICT.treeToValue(resource, model);
  }

  static String kind(JsonNode resource) {
    return resource.path("apiVersion").asText() + " " + resource.path("kind").asText();
  }

  /// The models keep fields that they do not know, for clusters newer than they are. Ours has none.
  private static final class NoPlaceForOthers extends JacksonAnnotationIntrospector {
    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }

    @Override
    public JsonIgnoreProperties.Value findPropertyIgnoralByName(
        MapperConfig<?> config, Annotated annotated) {
      return super.findPropertyIgnoralByName(config, annotated).withoutIgnoreUnknown();
    }
  }
}
