package dev.orderpipeline.simulation.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.domain.Money;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {

  @TempDir private Path directory;
  private Path path = Path.of("");

  @BeforeEach
  void nameFile() {
    path = directory.resolve("made/when/missing/ledger.ndjson");
  }

  @Test
  void readsBackWhatItFlushed() throws IOException {
    try (LedgerFile ledger = LedgerFile.open(path)) {
      ledger.append(entry(1));
      ledger.append(entry(2));
      assertThat(Files.size(path)).as("not before the flush").isZero();
      ledger.flush();
      assertThat(Files.size(path)).isEqualTo(ledger.size()).isPositive();
    }

    assertThat(entries()).containsExactly(entry(1), entry(2));
  }

  @Test
  void cutsATornLastLineAndGoesOn() throws IOException {
    write(1);
    Files.writeString(path, "{\"seq\":2,\"at\":\"2026", StandardOpenOption.APPEND);

    try (LedgerFile ledger = LedgerFile.open(path)) {
      ledger.append(entry(2));
    }

    assertThat(entries()).containsExactly(entry(1), entry(2));
  }

  @Test
  void cutsATornFirstLineThatIsLongerThanOneRead() throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, "x".repeat(100_000));

    assertThat(entries()).isEmpty();
    assertThat(Files.size(path)).isZero();
  }

  @Test
  void refusesALineThatIsNoEntryAndSaysWhich() throws IOException {
    write(1);
    Files.writeString(path, "nonsense\n", StandardOpenOption.APPEND);

    assertThatThrownBy(this::entries)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2 is not the next entry")
        .hasMessageContaining(path.toString());
  }

  @Test
  void refusesAFileInUse() throws IOException {
    try (LedgerFile _ = LedgerFile.open(path)) {
      assertThatThrownBy(() -> LedgerFile.open(path))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is in use");
    }
  }

  private void write(long seq) throws IOException {
    try (LedgerFile ledger = LedgerFile.open(path)) {
      ledger.append(entry(seq));
    }
  }

  private List<LedgerEntry> entries() throws IOException {
    List<LedgerEntry> entries = new ArrayList<>();
    try (LedgerFile ledger = LedgerFile.open(path)) {
      ledger.read(entries::add);
    }
    return entries;
  }

  private static LedgerEntry entry(long seq) {
    return new LedgerEntry(
        seq,
        Instant.parse("2026-01-02T03:04:05Z"),
        Effect.CAPTURE,
        "o-" + seq,
        "charge-" + seq,
        Optional.empty(),
        Optional.of(new Money(4990, Currency.getInstance("EUR"))),
        List.of(),
        Optional.of("tx_" + seq));
  }
}
