package dev.orderpipeline.operations.recovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a recovery has found, for programs: on the command line and in the API the same.
public final class SurveyJson {

  private SurveyJson() {}

  public static ObjectNode of(String why, Survey survey) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("why", why);
    ObjectNode orders = json.putObject("orders");
    survey
        .counts()
        .forEach((fate, states) -> {
          ObjectNode byState = orders.putObject(fate.name());
          states.forEach((state, count) -> byState.put(state.name(), count));
        });
    json.put("placedAgain", survey.unstarted().size());
    survey.unread().forEach(json.putObject("unread")::put);
    json.put("unreadable", survey.orders().unreadable());
    return json;
  }
}
