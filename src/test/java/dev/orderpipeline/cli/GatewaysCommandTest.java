package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GatewaysCommandTest {

  private static final Pattern READY =
      Pattern.compile("gateways listening on (http://127\\.0\\.0\\.1:\\d+) \\(ledger .*seed 7\\)");

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine command =
      new CommandLine(new GatewaysCommand())
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err));

  @Test
  void servesUntilItIsInterrupted() throws Exception {
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    Thread main =
        Thread.ofPlatform()
            .start(() ->
                exit.complete(
                    command.execute(
                        "--port",
                        "0",
                        "--ledger",
                        ledger(),
                        "--seed",
                        "7",
                        "--faults",
                        "payments.error=1",
                        "--latency",
                        "1ms")));
    AtomicReference<String> url = new AtomicReference<>("");
    await()
        .until(() -> {
          Matcher ready = READY.matcher(out.toString());
          return ready.find() && url.compareAndSet("", ready.group(1));
        });

    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest faults = HttpRequest.newBuilder(URI.create(url.get() + "/faults")).build();
      assertThat(http.send(faults, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("{\"payments.error\":1.0}");
    }

    main.interrupt();
    assertThat(exit.get()).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --port 0                                      | Missing required option: '--ledger=FILE'
          --port 0 --ledger F --faults payments.eror=1  | there is no fault 'eror'
          --port 0 --ledger F --latency fast            | 'fast' is not a latency
          --port 0 --ledger F --key-retention 1         | '1' is not a duration
          """)
  void saysWhatIsWrongWithItsOptions(String arguments, String message) {
    assertThat(command.execute(arguments.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void saysWhyItCannotStart() {
    assertThat(command.execute("--port", "70000", "--ledger", ledger())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("gateways: port must be 0 to 65535, was 70000" + System.lineSeparator());
  }

  @Test
  void teachesWithExamples() {
    assertThat(command.execute("--help")).isZero();
    assertThat(out.toString())
        .contains("--ledger=FILE", "Examples:", "payments.timeout-after-success=0.02", "curl");
  }

  private String ledger() {
    return directory.resolve("ledger.ndjson").toString();
  }
}
