package dev.orderpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.http.Client.Reply;
import dev.orderpipeline.http.HttpServer;
import dev.orderpipeline.protocol.PipelineEvents;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What operators do about dead letters and suspended orders, over HTTP.
class LettersApiIT extends ApiContract {

  private static final String TOKEN = "token-for-operators-0123456789";
  private static final String[] ADMIN = {"Authorization", "Bearer " + TOKEN};

  private JsonNode letters(Service service) {
    return client.get(service.url(), "/dead-letters").json().path("deadLetters");
  }

  private String awaitStatus(Service service, String reason, String status) {
    String[] id = {""};
    Awaitility.await()
        .atMost(World.PATIENCE)
        .until(() -> {
          for (JsonNode letter : letters(service)) {
            if (letter.path("reason").asText().equals(reason)
                && letter.path("status").asText().equals(status)) {
              id[0] = letter.path("id").asText();
              return true;
            }
          }
          return false;
        });
    return id[0];
  }

  @Test
  void lettersAreShownRedrivenCorrectedAndDiscarded() throws IOException {
    try (World world = new World(broker, dir, "letters-api", 2);
        Service service = service(world)) {
      String order = World.order("fixed", "pm_1", "SKU-1");
      world.place("fixed", order.substring(1));
      String id = awaitStatus(service, "not_json", "OPEN");
      String path = "/dead-letters/" + id;
      String act = "{\"by\":\"ops\",\"why\":\"a bracket was missing\"}";
      assertThat(client.get(service.url(), path).status()).isEqualTo(401);
      assertThat(client.post(service.url(), path + "/redrive", act).status()).isEqualTo(401);
      assertThat(client.post(service.url(), path + "/redrive", "{\"by\":\"x\"}", ADMIN).status())
          .isEqualTo(400);
      assertThat(client.post(service.url(), path + "x/redrive", act, ADMIN).status())
          .isEqualTo(404);
      JsonNode shown = client.get(service.url(), path, ADMIN).json();
      assertThat(Base64.getDecoder().decode(shown.path("value").asText()))
          .isEqualTo(order.substring(1).getBytes(UTF_8));
      assertThat(shown.path("redriving").asText()).contains("come back as not_json");

      String dry = "{\"by\":\"ops\",\"why\":\"x\",\"dryRun\":true}";
      Reply would = client.post(service.url(), path + "/redrive", dry, ADMIN);
      assertThat(would.json().path("dryRun").asBoolean()).isTrue();
      assertThat(world.read(world.topics().placed())).hasSize(1);
      assertThat(client.post(service.url(), path + "/redrive", act, ADMIN).status()).isEqualTo(200);
      String back = awaitStatus(service, "not_json", "BACK_AGAIN");
      assertThat(back).isNotEqualTo(id);
      assertThat(letters(service)).hasSize(1);
      assertThat(letters(service).get(0).path("redrives").asInt()).isEqualTo(1);

      String edit =
          "{\"by\":\"ops\",\"why\":\"corrected\",\"key\":\"fixed\",\"value\":%s}"
              .formatted(new com.fasterxml.jackson.databind.node.TextNode(order));
      Reply corrected =
          client.post(service.url(), "/dead-letters/" + back + "/edit-and-redrive", edit, ADMIN);
      assertThat(corrected.status()).as(corrected.response().body()).isEqualTo(200);
      assertThat(
              client
                  .get(service.url(), "/orders/fixed?waitFor=COMPLETED&timeout=60s")
                  .json()
                  .path("state")
                  .asText())
          .isEqualTo("COMPLETED");
      awaitStatus(service, "not_json", "RESOLVED");

      world.place("other", "{");
      String hopeless = awaitStatus(service, "not_json", "OPEN");
      assertThat(
              client
                  .post(service.url(), "/dead-letters/" + hopeless + "/discard", act, ADMIN)
                  .json()
                  .path("outcomes")
                  .get(0)
                  .path("acts")
                  .asBoolean())
          .isTrue();
      awaitStatus(service, "not_json", "DISCARDED");
      Reply all = client.post(service.url(), "/dead-letters/redrive", act, ADMIN);
      assertThat(all.json().path("outcomes")).isEmpty();
    }
  }

  @Test
  void aSuspendedOrderIsResolvedByWhoeverMay() throws IOException {
    try (World world = new World(broker, dir, "suspended-api", 1);
        Service service = service(world)) {
      world.gateways().faults().set("refunds.error=1");
      world.place("stuck", World.order("stuck", "pm_1", "SKU-OUT-1"));
      String id = awaitStatus(service, "compensation_exhausted", "OPEN");
      String act = "{\"by\":\"ops\",\"why\":\"gateway is back\"}";
      assertThat(client.post(service.url(), "/dead-letters/" + id + "/discard", act, ADMIN).code())
          .isEqualTo("refused");
      String wrong = "{\"by\":\"ops\",\"why\":\"w\",\"step\":\"charge\",\"done\":true}";
      Reply refused = client.post(service.url(), "/orders/stuck/resolve", wrong, ADMIN);
      assertThat(refused.code()).isEqualTo("refused");
      assertThat(client.post(service.url(), "/orders/none/resolve", wrong, ADMIN).status())
          .isEqualTo(404);
      world.gateways().faults().clear();
      assertThat(client.post(service.url(), "/orders/stuck/redrive", act, ADMIN).status())
          .isEqualTo(200);
      Reply failed = client.get(service.url(), "/orders/stuck?waitFor=FAILED&timeout=60s");
      assertThat(failed.response().body()).contains("redriven by ops: gateway is back");
      awaitStatus(service, "compensation_exhausted", "RESOLVED");
      assertThat(client.post(service.url(), "/orders/stuck/redrive", act, ADMIN).code())
          .isEqualTo("not_suspended");
      assertThat(world.ledger(Effect.REFUND)).hasSize(1);
    }
  }

  private static Service service(World world) throws IOException {
    Service service =
        new Service(
            world.settings(),
            HttpServer.settings(Map.of("http.admin-token", TOKEN)),
            PipelineEvents.NONE,
            CallListener.NONE);
    service.start();
    return service;
  }
}
