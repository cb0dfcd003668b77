package dev.orderpipeline.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Asks the service of this container how it is: the health check of an image that has no curl. A
/// main class of its own, of the JDK alone, because it runs every few seconds beside the service.
///
///     java -cp order-pipeline.jar dev.orderpipeline.cli.HealthProbe [/health/ready]
///
/// Exit code 0 if it answers 200, else 1.
public final class HealthProbe {

  private static final int TIMEOUT_MS = 3_000;
  private static final int OK = 200;

  private HealthProbe() {}

  public static void main(String... args) {
    String url = url(System.getenv(), args.length == 0 ? "/health/live" : args[0]);
    try {
      int status = get(url);
      if (status == OK) {
        return;
      }
      System.err.println(url + " answered " + status);
    } catch (IOException | GeneralSecurityException e) {
      System.err.println(url + " does not answer: " + e);
    }
    System.exit(1);
  }

  /// Where the service listens, by the environment it was started with.
  static String url(Map<String, String> environment, String path) {
    String host = environment.getOrDefault("ORDER_PIPELINE_HTTP_HOST", "127.0.0.1");
    boolean wildcard = host.equals("0.0.0.0") || host.equals("::");
    boolean tls = environment.containsKey("ORDER_PIPELINE_HTTP_TLS_CERTIFICATE");
    return "%s://%s:%s%s"
        .formatted(
            tls ? "https" : "http",
            wildcard ? "127.0.0.1" : host,
            environment.getOrDefault("ORDER_PIPELINE_HTTP_PORT", "8080"),
            path);
  }

  private static int get(String url) throws IOException, GeneralSecurityException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    if (connection instanceof HttpsURLConnection secure) {
      // Like a kubelet: whether it answers is the question, not whether its name is in the
      // certificate.
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, null);
      secure.setSSLSocketFactory(context.getSocketFactory());
      secure.setHostnameVerifier((_, _) -> true);
    }
    connection.setConnectTimeout(TIMEOUT_MS);
    connection.setReadTimeout(TIMEOUT_MS);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private static final class AnyCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
