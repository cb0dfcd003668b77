package dev.orderpipeline.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.CommandDecoder.DecodedCommand;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Restoration;
import dev.orderpipeline.domain.StateName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreCommandTest {

  private static final Path OLD_RECORDS = Path.of("src", "test", "resources", "records", "v1");

  private final CommandDecoder decoder = new CommandDecoder();
  private final SnapshotWriter writer = new SnapshotWriter();
  private final SnapshotReader reader = new SnapshotReader();

  @Test
  void bringsBackWhatCanHaveBeenPublishedAndNothingElse() {
    Set<StateName> restored = EnumSet.noneOf(StateName.class);
    for (long seed = 0; seed < 3_000; seed++) {
      Order order = new RandomOrders(seed).next();
      DecodedCommand decoded = decode(new String(writer.write(order), UTF_8));
      if (Restoration.flaw(order).isEmpty()) {
        assertThat(decoded).isEqualTo(new DecodedCommand.Restore("ops", order));
        restored.add(order.state().name());
      } else {
        assertThat(decoded).isInstanceOf(DecodedCommand.Malformed.class);
      }
    }
    assertThat(restored)
        .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(StateName.PENDING)));
  }

  @Test
  void anOrderKeepsItsUglyNumbersAndSoItsFingerprint() throws IOException {
    String record =
        new String(oldRecords().getLast(), UTF_8)
            .replace(
                "\"order\":{",
                "\"order\":{\"k\":123456789012345678901234567890123456789e1,\"h\":0.10,");
    Order order = reader.read(record.getBytes(UTF_8));
    assertThat(decode(record)).isEqualTo(new DecodedCommand.Restore("ops", order));
  }

  @Test
  void aRestoreMayBeAsLongAsASnapshotButOtherCommandsMayNot() throws IOException {
    String record =
        new String(oldRecords().getLast(), UTF_8)
            .replace("\"order\":{", "\"order\":{\"longnote\":\"" + "x".repeat(300_000) + "\",");
    assertThat(decode(record)).isInstanceOf(DecodedCommand.Restore.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          \"state\":\"|\"state\":\"LOST_|
          \"version\":|\"version\":-|
          \"version\":|\"version\":99999999|
          \"cause\":\"|\"cause\":1,\"x\":\"|
          \"key\":\"charge|\"key\":7,\"x\":\"charge|
          \"attempts\":|\"attempts\":-1,\"x\":|
          \"admittedAt\":\"2|\"admittedAt\":\"+99999|
          \"admittedAt\":\"2|\"admittedAt\":\"-|
          \"orderId\":\"|\"orderId\":7,\"x\":\"|
          \"history\":[|\"history\":7,\"x\":[|
          \"customerId\"|\"customer\"|
          """)
  void whatNobodyCanHavePublishedIsRefused(String part, String changed) throws IOException {
    for (byte[] old : oldRecords()) {
      String record = new String(old, UTF_8);
      if (record.contains(part)) {
        String broken = record.replace(part, changed);
        assertThat(decode(broken)).as(broken).isInstanceOf(DecodedCommand.Malformed.class);
      }
    }
  }

  @Test
  void withoutASnapshotItIsRefusedAndSaysSo() {
    for (String snapshot : List.of("null", "7", "{}", "[]", "\"x\"", "1e99999999999")) {
      assertThat(decode(snapshot)).isInstanceOf(DecodedCommand.Malformed.class);
    }
    assertThat(decoder.decode("{\"command\":\"restore\",\"by\":\"ops\"}".getBytes(UTF_8), 7))
        .isInstanceOfSatisfying(
            DecodedCommand.Malformed.class,
            malformed -> assertThat(malformed.message()).contains("'snapshot'"));
  }

  /// What passes is sound; what does not is malformed. Nothing throws.
  @Test
  void noDamageMakesItThrow() throws IOException {
    List<byte[]> records = oldRecords();
    for (long seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      String record = new String(records.get(random.nextInt(records.size())), UTF_8);
      StringBuilder damaged = new StringBuilder(record);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(damaged.length());
        if (random.nextBoolean()) {
          damaged.setCharAt(at, "0123456789-+eE\"{}[],:nulA".charAt(random.nextInt(25)));
        } else {
          damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(40)));
        }
      }
      if (decode(damaged.toString()) instanceof DecodedCommand.Restore(_, Order order)) {
        assertThat(Restoration.flaw(order)).as("seed %d", seed).isEmpty();
        assertThat(reader.read(writer.write(order))).as("seed %d", seed).isEqualTo(order);
      }
    }
  }

  private DecodedCommand decode(String snapshot) {
    return decoder.decode(
        "{\"command\":\"restore\",\"by\":\"ops\",\"snapshot\":%s}"
            .formatted(snapshot)
            .getBytes(UTF_8),
        7);
  }

  private static List<byte[]> oldRecords() throws IOException {
    try (Stream<Path> files = Files.walk(OLD_RECORDS)) {
      List<Path> found = files.filter(Files::isRegularFile).sorted().toList();
      List<byte[]> records = new ArrayList<>();
      for (Path file : found) {
        records.add(Files.readAllBytes(file));
      }
      return records;
    }
  }
}
