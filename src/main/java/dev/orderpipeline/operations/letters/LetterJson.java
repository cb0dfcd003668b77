package dev.orderpipeline.operations.letters;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Cases for programs: on the command line and in the API the same.
public final class LetterJson {

  /// Keys of orders are shorter; what is longer came from somebody else.
  private static final int MOST_OF_A_KEY = 128;

  private LetterJson() {}

  public static ObjectNode of(Case one) {
    Letter letter = one.newest();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", letter.id())
            .put("kind", letter.kind().name())
            .put("status", one.status().name())
            .put("reason", letter.reason())
            .put("message", letter.message())
            .put("at", letter.at().toString())
            .put("fingerprint", one.fingerprint().code())
            .put("redrives", one.redrives())
            .put("root", one.root());
    letter.orderId().ifPresent(id -> json.put("orderId", id));
    letter.step().ifPresent(step -> json.put("step", step));
    letter.key().ifPresent(key -> json.put("key", cut(key)));
    json.putObject("record")
        .put("partition", letter.record().partition())
        .put("offset", letter.record().offset());
    letter
        .source()
        .ifPresent(from -> {
          ObjectNode source =
              json.putObject("source")
                  .put("topic", from.place().topic())
                  .put("partition", from.place().partition())
                  .put("offset", from.place().offset());
          from.timestamp().ifPresent(at -> source.put("timestamp", at.toEpochMilli()));
        });
    one.word().ifPresent(word -> json.set("lastWord", word.json()));
    return json;
  }

  public static ObjectNode of(Outcome outcome) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", outcome.one().newest().id())
            .put("acts", outcome.acts())
            .put("refused", outcome.refused())
            .put("says", outcome.prospect().says());
    outcome.to().ifPresent(to -> json.put("to", to.toString()));
    if (outcome.prospect() instanceof Prospect.Publish(_, _, _, var charges)) {
      charges.ifPresent(money ->
          json.putObject("charges")
              .put("value", money.value())
              .put("currency", money.currency().getCurrencyCode()));
    }
    return json;
  }

  private static String cut(String key) {
    return key.length() <= MOST_OF_A_KEY ? key : key.substring(0, MOST_OF_A_KEY) + "…";
  }
}
