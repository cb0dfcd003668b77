package dev.orderpipeline.operations.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.codec.LedgerJson;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import dev.orderpipeline.operations.audit.AuditEvent.Unreadable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerReaderTest {

  @TempDir Path temp;

  private final OrderEvents make = new OrderEvents();
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = temp.resolve("payments.ledger");
  }

  private String line(String orderId) {
    return LedgerJson.write(make.effect(orderId, LedgerEntry.Effect.CAPTURE).entry());
  }

  private List<AuditEvent> read(String content, long settled) throws IOException {
    Files.writeString(file, content);
    List<AuditEvent> events = new ArrayList<>();
    LedgerReader.read(LedgerSource.of(file.toString()), settled, events::add);
    return events;
  }

  @Test
  void readsLinesWithTheirNumbersAndWhetherTheyAreSettled() throws IOException {
    List<AuditEvent> events = read(line("o-1") + "\n" + line("o-2") + "\n", 1);
    assertThat(events)
        .extracting(e -> ((LedgerLine) e).line(), e -> ((LedgerLine) e).settled())
        .containsExactly(tuple(1L, true), tuple(2L, false));
    assertThat(LedgerReader.count(LedgerSource.of(file.toString()))).isEqualTo(2);
  }

  @Test
  void leavesOutALineThatIsStillBeingWritten() throws IOException {
    assertThat(read(line("o-1") + "\n{\"seq\":2,", 9)).hasSize(1);
    assertThat(LedgerReader.count(LedgerSource.of(file.toString()))).isEqualTo(1);
  }

  @Test
  void namesALineThatCannotBeReadAndGoesOn() throws IOException {
    String first = line("o-1");
    make.bar("o-0");
    List<AuditEvent> events = read(first + "\nnonsense\n" + line("o-3") + "\n", 9);
    assertThat(events).hasSize(3);
    assertThat(((Unreadable) events.get(1)).place()).isEqualTo(file + ":2");
    assertThat(((Unreadable) events.get(1)).why()).doesNotContain("nonsense");
  }

  @Test
  void namesLinesThatAreMissing() throws IOException {
    String first = line("o-1");
    make.bar("o-0");
    List<AuditEvent> events = read(first + "\n" + line("o-3") + "\n", 9);
    assertThat(((Unreadable) events.get(1)).why()).isEqualTo("seq is 3, not 2: lines are missing");
  }

  @Test
  void aLineBeyondAnyEntryIsNotHeldInMemory() throws IOException {
    List<AuditEvent> events = read("x".repeat(3 << 20) + "\n", 9);
    assertThat(events).hasSize(1).first().isInstanceOf(Unreadable.class);
  }

  @Test
  void aLedgerThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> LedgerReader.count(LedgerSource.of(temp.resolve("none").toString())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read ledger")
        .hasMessageContaining("none");
  }

  @Test
  void readsFromAnAddress() throws IOException {
    byte[] body = (line("o-1") + "\n").getBytes(UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean known = exchange.getRequestURI().getPath().equals("/ledger");
          exchange.sendResponseHeaders(known ? 200 : 404, known ? body.length : -1);
          if (known) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    try {
      String address = "http://localhost:" + server.getAddress().getPort();
      List<AuditEvent> events = new ArrayList<>();
      LedgerReader.read(LedgerSource.of(address + "/ledger"), 1, events::add);
      assertThat(events).hasSize(1).first().isInstanceOf(LedgerLine.class);
      assertThatThrownBy(() -> LedgerReader.count(LedgerSource.of(address + "/other")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("answered 404, wanted 200");
    } finally {
      server.stop(0);
    }
  }
}
