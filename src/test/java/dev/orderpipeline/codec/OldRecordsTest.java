package dev.orderpipeline.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.StateName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What an instance before an upgrade has left in the stores and on the topics, which hold the same
/// records: an order in every state, in every phase of a call, suspended and not, with its log of
/// calls. Never to be rewritten; records of a later format get a file of their own.
class OldRecordsTest {

  private static final Path RECORDS =
      Path.of(System.getProperty("project.basedir", "."))
          .resolve("src/test/resources/records/v1-calls/orders.ndjson");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SnapshotReader reader = new SnapshotReader();
  private final SnapshotWriter writer = new SnapshotWriter();

  @Test
  void theNextVersionReadsThemAndForgetsNothingOfThem() throws IOException {
    Set<StateName> states = EnumSet.noneOf(StateName.class);
    Set<Class<?>> phases = new HashSet<>();
    List<String> lines = Files.readAllLines(RECORDS);
    assertThat(lines).hasSize(38);
    for (String line : lines) {
      Order order = reader.read(line.getBytes(UTF_8));
      byte[] written = writer.write(order);
      assertThat(reader.read(written)).as(line).isEqualTo(order);
      assertKept(JSON.readTree(line), JSON.readTree(written));
      states.add(order.state().name());
      order.state().current().map(run -> run.phase().getClass()).ifPresent(phases::add);
    }
    assertThat(states).containsExactlyInAnyOrder(StateName.values());
    assertThat(phases).containsExactlyInAnyOrder(Phase.class.getPermittedSubclasses());
  }

  /// A later version may say more than the old one, but nothing else.
  private static void assertKept(JsonNode old, JsonNode now) {
    if (old instanceof ObjectNode object) {
      object.properties().forEach(field -> assertKept(field.getValue(), now.path(field.getKey())));
    } else {
      assertThat(now).isEqualTo(old);
    }
  }
}
