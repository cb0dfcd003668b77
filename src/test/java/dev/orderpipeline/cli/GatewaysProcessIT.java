package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The gateways as a process of their own, ended the hard way and the soft way.
class GatewaysProcessIT {

  private static final Pattern READY = Pattern.compile("gateways listening on (http://\\S+)");
  private static final int CALLERS = 16;

  @TempDir private Path directory;
  private final Set<Process> started = ConcurrentHashMap.newKeySet();

  /// What the process runs.
  static final class Main {
    private Main() {}

    static void main(String... arguments) {
      System.exit(new CommandLine(new GatewaysCommand()).execute(arguments));
    }
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void losesNothingItAnsweredWhenKilled() throws Exception {
    Set<String> answered = ConcurrentHashMap.newKeySet();
    AtomicInteger next = new AtomicInteger();
    Process process = start("first");
    String url = url("first");
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < CALLERS; i++) {
        chargeOnAndOn(http, url, next, answered);
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> answered.size() > 2_000);
      process.destroyForcibly().waitFor();
      http.shutdownNow();
    }

    start("second");
    String ledger = get(url("second") + "/ledger");

    assertThat(answered)
        .hasSizeGreaterThan(2_000)
        .allMatch(key -> ledger.contains("\"key\":\"" + key + "\""));
  }

  @Test
  void endsCleanlyWhenAskedTo() throws Exception {
    Process process = start("first");
    charge(url("first"), "k1");

    process.destroy();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(directory.resolve("first.err"))).doesNotContain("Exception");
    assertThat(Files.readAllLines(directory.resolve("ledger.ndjson"))).hasSize(1);
  }

  private void chargeOnAndOn(
      HttpClient http, String url, AtomicInteger next, Set<String> answered) {
    String key = "key-" + next.incrementAndGet();
    var _ =
        http.sendAsync(charging(url, key), HttpResponse.BodyHandlers.ofString())
            .thenAccept(response -> {
              if (response.statusCode() == 200) {
                answered.add(key);
                chargeOnAndOn(http, url, next, answered);
              }
            });
  }

  private Process start(String name) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--port",
                "0",
                "--ledger",
                directory.resolve("ledger.ndjson").toString())
            .redirectOutput(directory.resolve(name + ".out").toFile())
            .redirectError(directory.resolve(name + ".err").toFile())
            .start();
    started.add(process);
    return process;
  }

  private String url(String name) {
    Path out = directory.resolve(name + ".out");
    await().atMost(Duration.ofSeconds(30)).until(() -> READY.matcher(Files.readString(out)).find());
    try {
      Matcher ready = READY.matcher(Files.readString(out));
      assertThat(ready.find()).isTrue();
      return ready.group(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void charge(String url, String key) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(charging(url, key), HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  private static String get(String url) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static HttpRequest charging(String url, String key) {
    String body =
        """
        {"orderId":"o-1","customerId":"c-1","amount":{"value":4990,"currency":"EUR"}}\
        """;
    return HttpRequest.newBuilder(URI.create(url + "/v2/charges"))
        .version(HttpClient.Version.HTTP_1_1)
        .header("Idempotency-Key", key)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }
}
