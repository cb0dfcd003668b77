package dev.orderpipeline.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.domain.Classification;
import dev.orderpipeline.domain.Failure;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.StateName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotRoundTripTest {

  /// One record for every state, as version 1 of the format wrote it; never to be rewritten.
  private static final Path OLD_RECORDS = Path.of("src", "test", "resources", "records", "v1");

  private static final int ORDERS = 5_000;

  private final SnapshotWriter writer = new SnapshotWriter();
  private final SnapshotReader reader = new SnapshotReader();

  @Test
  void whatIsWrittenIsReadBackTheSame() {
    Set<StateName> states = EnumSet.noneOf(StateName.class);
    for (long seed = 0; seed < ORDERS; seed++) {
      Order order = new RandomOrders(seed).next();
      assertThat(reader.read(writer.write(order))).as("seed %d", seed).isEqualTo(order);
      states.add(order.state().name());
    }
    assertThat(states).containsExactlyInAnyOrder(StateName.values());
  }

  @Test
  void fieldsOfLaterVersionsAreIgnored() {
    Order order = new RandomOrders(1).next();
    String written = new String(writer.write(order), UTF_8);
    String later = "{\"later\":{\"x\":[1,2]}," + written.substring(1);
    assertThat(reader.read(later.getBytes(UTF_8))).isEqualTo(order);
  }

  @Test
  void oldRecordsCanBeRead() throws IOException {
    Set<StateName> states = EnumSet.noneOf(StateName.class);
    for (Path file : oldRecords()) {
      byte[] old = Files.readAllBytes(file);
      Order order = reader.read(old);
      states.add(order.state().name());
      assertThat(reader.read(writer.write(order))).as("%s", file).isEqualTo(order);
      assertThat(new String(writer.write(order), UTF_8))
          .as("%s: the format has changed; new records belong under v2", file)
          .isEqualTo(new String(old, UTF_8).strip());
    }
    assertThat(states).containsExactlyInAnyOrder(StateName.values());
  }

  private static List<Path> oldRecords() throws IOException {
    Path base = Path.of(System.getProperty("project.basedir", ".")).resolve(OLD_RECORDS);
    try (Stream<Path> files = Files.list(base)) {
      return files.sorted().toList();
    }
  }

  @Test
  void wordsThatUtf8CannotCarryDoNotStopTheWriting() {
    // A message cut in the middle of an emoji; a JSON escape makes the same.
    String half = "declined \uD83D";
    Order order =
        with(
            new OrderState.Failed(
                new Failure(half, Classification.NON_RETRYABLE, half, Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                List.of()),
            half);
    Order read = reader.read(writer.write(order));
    assertThat(((OrderState.Failed) read.state()).failure().message()).isEqualTo("declined ?");
    assertThat(read.cause()).isEqualTo("declined ?");
  }

  private static Order with(OrderState state, String words) {
    Order any = new RandomOrders(3).next();
    return new Order(
        any.placed(),
        any.source(),
        any.traceparent(),
        any.admittedAt(),
        any.deadline(),
        any.version(),
        state,
        any.previous(),
        any.at(),
        words,
        any.suspended(),
        Optional.of(words),
        any.lastCommand(),
        any.history());
  }

  @Test
  void whatIsNoSnapshotIsNamedWithoutItsContent() {
    for (String bad :
        List.of("", "{", "[]", "{\"orderId\":7}", "{\"orderId\":\"secret\"}", "null", "3")) {
      assertThatThrownBy(() -> reader.read(bad.getBytes(UTF_8)))
          .as("%s", bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("not a snapshot")
          .hasMessageNotContaining("secret");
    }
  }
}
