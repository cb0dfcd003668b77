package dev.orderpipeline.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

final class Texts {

  private Texts() {}

  /// The texts of an array.
  static List<String> of(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
