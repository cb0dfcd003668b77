package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/// Asks a service over HTTP, and hands every answer to whoever checks them.
public final class Client implements AutoCloseable {

  /// What came back.
  public record Reply(String method, String path, HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(response.body(), e);
      }
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public String code() {
      return json().path("code").asText();
    }
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http;
  private final List<Reply> replies = new ArrayList<>();

  public Client() {
    this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  public Client(SSLContext trust) {
    this.http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trust).build();
  }

  public Reply get(String url, String path, String... headers) {
    return send("GET", url, path, "", headers);
  }

  public Reply post(String url, String path, String body, String... headers) {
    return send("POST", url, path, body, headers);
  }

  public Reply send(String method, String url, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(70));
    if (method.equals("POST")) {
      request.header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    try {
      Reply reply = new Reply(method, path, http.send(request.build(), BodyHandlers.ofString()));
      synchronized (replies) {
        replies.add(reply);
      }
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + url + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Every answer so far.
  public List<Reply> replies() {
    synchronized (replies) {
      return List.copyOf(replies);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
