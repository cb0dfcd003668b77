package dev.orderpipeline.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nanos = new AtomicLong();
  private final EventStream stream = new EventStream(vertx, nanos::get);
  private final List<Socket> sockets = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void listen() {
    Router router = Router.router(vertx);
    router.get("/").handler(stream::open);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void everyClientHearsTheSameUntilItGoes() throws IOException {
    BufferedReader one = connect();
    BufferedReader other = connect();
    assertThat(until(one, ": still here")).contains("content-type: text/event-stream");
    until(other, ": still here");
    stream.send("{\"a\":1}".getBytes(UTF_8));
    assertThat(until(one, "data:")).endsWith("data: {\"a\":1}");
    assertThat(until(other, "data:")).endsWith("data: {\"a\":1}");
    for (Socket socket : sockets) {
      socket.close();
    }
    Awaitility.await()
        .until(() -> {
          stream.heartbeat();
          return stream.isEmpty();
        });
  }

  @Test
  void moreThanTheLimitAreToldToComeLater() throws IOException {
    for (int i = 0; i < EventStream.MOST_CLIENTS; i++) {
      until(connect(), ": still here");
    }
    assertThat(connect().readLine()).startsWith("HTTP/1.1 503");
  }

  @Test
  void aClientThatDoesNotReadLosesEventsAndThenItsConnection() throws IOException {
    BufferedReader reader = connect();
    until(reader, ": still here");
    byte[] large = ("\"" + "x".repeat(64 * 1024) + "\"").getBytes(UTF_8);
    // Far more than any buffer on the way takes.
    for (int i = 0; i < 2_000; i++) {
      stream.send(large);
    }
    assertThat(stream.isEmpty()).isFalse();
    // What was sent may only now be found too much: time goes on until then, and half a minute
    // more.
    Awaitility.await()
        .until(() -> {
          nanos.addAndGet(TimeUnit.SECONDS.toNanos(31));
          stream.heartbeat();
          return stream.isEmpty();
        });
  }

  private BufferedReader connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  /// The lines up to the first that begins so.
  private static String until(BufferedReader reader, String start) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.append(line).append('\n');
      if (line.startsWith(start)) {
        return lines.toString().strip();
      }
    }
    throw new AssertionError("the connection ended after " + lines);
  }
}
