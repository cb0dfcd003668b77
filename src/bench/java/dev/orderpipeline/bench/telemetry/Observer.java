package dev.orderpipeline.bench.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What a service in production has around it: takes spans in as an OpenTelemetry collector does,
/// and reads `/metrics` as Prometheus does. It keeps nothing, so that it takes little from the
/// machine that it shares with what is measured; it counts, so that a pipeline that tells nothing
/// is noticed.
///
/// Says `ready URL`. Lines on its stdin: `scrape URL` begins to read there; `stop` reads no more,
/// and is answered by `stopped` when the last has been read; `tell` is answered by `told SCRAPES
/// FAILED BYTES SPANS WHY`: bytes are those of the last scrape, the rest of the line says why the
/// last failed that did.
public final class Observer {

  /// As `topology-docs/monitoring/compose/prometheus.yml` has it.
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private static final Duration LIMIT = Duration.ofSeconds(5);

  /// What Prometheus 3 asks for.
  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.1";

  private final HttpClient client = HttpClient.newHttpClient();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<URI> pages = new CopyOnWriteArrayList<>();
  private final AtomicLong scrapes = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong spans = new AtomicLong();
  private volatile String why = "";

  private Observer() {}

  public static void main(String[] args) throws IOException {
    Observer observer = new Observer();
    observer.listen();
    try (var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        observer.obey(line);
      }
    }
    System.exit(0);
  }

  private void listen() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
    var _ =
        timer.scheduleAtFixedRate(
            this::scrapeAll, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    say("ready http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      spans.addAndGet(SpanCount.of(exchange.getRequestBody().readAllBytes()));
      // An answer that says nothing is no bytes.
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void obey(String line) {
    String[] words = line.split(" ", 2);
    switch (words[0]) {
      case "scrape" -> {
        URI page = URI.create(words[1]);
        pages.add(page);
        timer.execute(() -> scrape(page));
      }
      // On the timer's only thread, so behind a scrape that is under way.
      case "stop" ->
          timer.execute(() -> {
            pages.clear();
            say("stopped");
          });
      case "tell" -> say("told " + scrapes + " " + failed + " " + bytes + " " + spans + " " + why);
      default -> throw new IllegalArgumentException("nobody says '" + line + "' here");
    }
  }

  private void scrapeAll() {
    pages.forEach(this::scrape);
  }

  private void scrape(URI page) {
    scrapes.incrementAndGet();
    try {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(page)
                  .timeout(LIMIT)
                  .header("Accept", ACCEPT)
                  .header("Accept-Encoding", "gzip")
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == 200) {
        bytes.set(answer.body().length);
      } else {
        failed(page, "answered " + answer.statusCode());
      }
    } catch (IOException e) {
      failed(page, e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void failed(URI page, String reason) {
    failed.incrementAndGet();
    why = page + ": " + reason;
    System.err.println(why);
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
