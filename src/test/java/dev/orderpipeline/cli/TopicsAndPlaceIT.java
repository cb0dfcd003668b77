package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicsAndPlaceIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @SuppressWarnings("NullAway.Init") // set before all tests
  private EmbeddedBroker broker;

  @BeforeAll
  void start(@TempDir Path dir) {
    broker = EmbeddedBroker.start(dir);
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  @Test
  void checksThenCreatesThenFindsAllWell() throws IOException {
    CommandRun check = run("t1.", "topics");
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.err().lines())
        .hasSize(10)
        .first()
        .asString()
        .startsWith("order-pipeline topics: topic t1.placed is missing")
        .contains("./order-pipeline topics --create");
    assertThat(run("t1.", "topics", "--create").exitCode()).isZero();
    CommandRun again = run("t1.", "topics", "--json");
    assertThat(again.exitCode()).isZero();
    var json = JsonMapper.builder().build().readTree(again.out());
    assertThat(json.get("ok").booleanValue()).isTrue();
    assertThat(json.get("topics").size()).isEqualTo(10);
  }

  @Test
  void placesGeneratedOrders() {
    assertThat(run("t2.", "topics", "--create").exitCode()).isZero();
    CommandRun placed = run("t2.", "place", "--count", "250", "--json");
    assertThat(placed.exitCode()).isZero();
    assertThat(placed.out()).contains("\"placed\":250", "\"failed\":0");
    assertThat(keys("t2.")).hasSize(250).doesNotHaveDuplicates();
  }

  @Test
  void placesTheLinesOfAFileUpToOneThatIsNoOrder(@TempDir Path dir) throws IOException {
    assertThat(run("t3.", "topics", "--create").exitCode()).isZero();
    Path file = dir.resolve("orders.ndjson");
    Files.write(file, List.of("{\"orderId\":\"a\"}", "", "oops", "{\"orderId\":\"b\"}"));
    CommandRun refused = run("t3.", "place", "--file", file.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains(file + " line 3: not JSON");
    assertThat(keys("t3.")).containsExactly("a");
    assertThat(run("t3.", "place", "--raw", "--file", file.toString()).exitCode()).isZero();
    assertThat(keys("t3.")).containsExactlyInAnyOrder("a", "a", "none", "none", "b");
  }

  @Test
  void refusesToPlaceWhereThereIsNoTopic() {
    CommandRun run = run("t4.", "place", "--count", "1");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("topic t4.placed is missing").doesNotContain("t4.failed");
  }

  private CommandRun run(String prefix, String... args) {
    String[] all =
        Stream.concat(Stream.of(args), Stream.of("--bootstrap-server", broker.bootstrapServers()))
            .toArray(String[]::new);
    var environment =
        Map.of("ORDER_PIPELINE_TOPIC_PREFIX", prefix, "ORDER_PIPELINE_TOPIC_PARTITIONS", "3");
    return CommandRun.with(environment, all);
  }

  private List<String> keys(String prefix) {
    List<TopicRecord> records = new ArrayList<>();
    new TopicReader(Map.of("bootstrap.servers", broker.bootstrapServers()), System::nanoTime)
        .read(ReadRequest.committed(List.of(prefix + "placed"), LIMIT), records::add);
    return records.stream().map(r -> r.key().orElse("none")).toList();
  }
}
