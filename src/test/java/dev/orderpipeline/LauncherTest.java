package dev.orderpipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Runs the launcher in a checkout of nothing but itself, with stand-ins for java and mvn that say
/// what they were asked.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final String FAKE_JAVA =
      "#!/bin/sh\necho \"pid $$\"\nfor a; do echo \"arg $a\"; done\n";
  private static final String FAKE_MAVEN =
      """
      #!/bin/sh
      echo "$*" >>builds
      sleep 0.3
      mkdir -p target
      : >target/order-pipeline.jar
      case $* in *'!bench'*) ;; *) : >target/order-pipeline-bench.jar ;; esac
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path dir;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Path checkout;

  @BeforeEach
  void layOut() throws IOException {
    checkout = Files.createDirectories(dir.resolve("check out"));
    Files.createDirectories(checkout.resolve("src/main"));
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Path launcher = Path.of(System.getProperty("project.basedir", "."), "order-pipeline");
    executable(checkout.resolve("order-pipeline"), Files.readString(launcher));
    executable(dir.resolve("jdk/bin/java"), FAKE_JAVA);
    executable(dir.resolve("jdk/bin/javac"), "#!/bin/sh\n");
    Files.writeString(dir.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    executable(dir.resolve("bin/mvn"), FAKE_MAVEN);
  }

  @Test
  void buildsWhenTheJarIsMissingOrOlderThanTheSourcesAndNotOtherwise() throws Exception {
    assertThat(launch("x").exitCode()).isZero();
    assertThat(builds()).hasSize(1);
    assertThat(launch("x").exitCode()).isZero();
    assertThat(builds()).hasSize(1);
    Path source = Files.writeString(checkout.resolve("src/main/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(launch("x").exitCode()).isZero();
    assertThat(builds()).hasSize(2);
  }

  @Test
  void givesTheServiceAloneALimitOfMemory() throws Exception {
    assertThat(launch("serve").output()).contains("arg -XX:+UseSerialGC", "arg -Xmx768m");
    assertThat(launch("audit").output())
        .contains("arg -XX:+UseSerialGC")
        .doesNotContain("arg -Xmx");
  }

  @Test
  void usesACacheForTheServiceIfThereIsOneThatIsNotOlderThanTheJar() throws Exception {
    assertThat(launch("serve").output()).noneMatch(line -> line.contains("AOTCache"));
    Path cache = Files.writeString(checkout.resolve("target/order-pipeline.aot"), "");
    assertThat(launch("serve").output())
        .contains("arg -XX:AOTCache=" + checkout.toRealPath().resolve("target/order-pipeline.aot"));
    assertThat(launch("audit").output()).noneMatch(line -> line.contains("AOTCache"));
    Files.setLastModifiedTime(cache, FileTime.from(Instant.EPOCH));
    assertThat(launch("serve").output()).noneMatch(line -> line.contains("AOTCache"));
  }

  @Test
  void attachesTheAgentIfAskedTo_andTheCacheFitsWithItAndWithout() throws Exception {
    assertThat(launch("serve").output()).noneMatch(line -> line.contains("javaagent"));
    Run without = launch("--traces", "serve");
    assertThat(without.exitCode()).isEqualTo(1);
    assertThat(without.output()).anyMatch(line -> line.contains("opentelemetry-javaagent.jar is"));
    Files.createDirectories(checkout.resolve("target/agent"));
    Path agent =
        Files.writeString(checkout.resolve("target/agent/opentelemetry-javaagent.jar"), "");
    Path cache = Files.writeString(checkout.resolve("target/order-pipeline.aot"), "");
    // What the agent changes about the JVM is the same with and without it.
    String[] fits = {
      "arg -XX:AOTCache=" + cache.toRealPath(),
      "arg -Xbootclasspath/a:" + agent.toRealPath(),
      "arg --add-modules=java.instrument"
    };
    assertThat(launch("--traces", "serve").output())
        .contains("arg -javaagent:" + agent.toRealPath(), "arg serve", "arg -Xmx768m")
        .contains(fits);
    assertThat(launch("serve").output())
        .contains(fits)
        .noneMatch(line -> line.contains("javaagent:"));
    Files.delete(cache);
    assertThat(launch("serve").output()).noneMatch(line -> line.contains("bootclasspath"));
  }

  @Test
  void optionsThatAreGivenReplaceItsOwn() throws Exception {
    Path launcher = checkout.resolve("order-pipeline");
    Run run = launch(launcher, Map.of("ORDER_PIPELINE_JAVA_OPTS", "-XX:+UseG1GC"), "serve");
    assertThat(run.output()).contains("arg -XX:+UseG1GC").doesNotContain("SerialGC", "-Xmx");
  }

  @Test
  void becomesJavaAndHandsOnOptionsAndArgumentsFromAnywhereThroughLinks() throws Exception {
    Path link = dir.resolve("link");
    Files.createSymbolicLink(link, checkout.resolve("order-pipeline"));
    Run run = launch(link, Map.of("ORDER_PIPELINE_JAVA_OPTS", "-Xmx1g -Xms1g"), "place", "a b");
    assertThat(run.output())
        .contains("pid " + run.pid(), "arg -Xmx1g", "arg -Xms1g", "arg place", "arg a b")
        .contains("arg " + checkout.toRealPath().resolve("target/order-pipeline.jar"));
  }

  @Test
  void buildsAndRunsTheBenchOnlyForThoseWhoAskForIt() throws Exception {
    assertThat(launch("serve").exitCode()).isZero();
    assertThat(checkout.resolve("target/order-pipeline-bench.jar")).doesNotExist();
    Run run = launch("bench", "--quick");
    Path home = checkout.toRealPath();
    assertThat(run.output())
        .contains("arg -Dorder-pipeline.launcher=" + home.resolve("order-pipeline"))
        .contains("arg dev.orderpipeline.bench.BenchCommand", "arg --quick")
        .doesNotContain("arg bench");
    assertThat(builds()).hasSize(2).last().asString().contains("-P bench");
    Path source = Files.createDirectories(checkout.resolve("src/bench")).resolve("New.java");
    Files.writeString(source, "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(launch("serve").exitCode()).isZero();
    assertThat(builds()).hasSize(2);
    assertThat(launch("bench").exitCode()).isZero();
    assertThat(builds()).hasSize(3);
  }

  @Test
  void buildsOnceForTwoAtATime() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/bin/flock")), "the launcher locks with flock, if it is there");
    Process first = process(checkout.resolve("order-pipeline"), Map.of(), "x").start();
    Process second = process(checkout.resolve("order-pipeline"), Map.of(), "x").start();
    assertThat(finish(first).exitCode()).isZero();
    assertThat(finish(second).exitCode()).isZero();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void runsWithoutSourcesAndSaysWhatIsMissingWithoutAJar() throws Exception {
    Files.delete(checkout.resolve("pom.xml"));
    Run missing = launch("x");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.output()).anyMatch(line -> line.contains("order-pipeline.jar is missing"));
    Files.createDirectories(checkout.resolve("target"));
    Files.writeString(checkout.resolve("target/order-pipeline.jar"), "");
    assertThat(launch("x").exitCode()).isZero();
    assertThat(checkout.resolve("builds")).doesNotExist();
  }

  @Test
  void prefersJavaHomeButNotIfItIsTooOld() throws Exception {
    Files.writeString(dir.resolve("jdk/release"), "JAVA_VERSION=\"17.0.2\"\n");
    executable(dir.resolve("newer/bin/java"), "#!/bin/sh\necho newer\n");
    Files.createFile(dir.resolve("newer/bin/javac")).toFile().setExecutable(true);
    Files.writeString(dir.resolve("newer/release"), "JAVA_VERSION=\"26\"\n");
    var path =
        Map.of("PATH", dir.resolve("newer/bin") + ":" + dir.resolve("bin") + ":/usr/bin:/bin");
    assertThat(launch(checkout.resolve("order-pipeline"), path, "x").output()).contains("newer");
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(checkout.resolve("builds"));
  }

  private Run launch(String... args) throws Exception {
    return launch(checkout.resolve("order-pipeline"), Map.of(), args);
  }

  private Run launch(Path launcher, Map<String, String> environment, String... args)
      throws Exception {
    return finish(process(launcher, environment, args).start());
  }

  private ProcessBuilder process(Path launcher, Map<String, String> environment, String... args) {
    var command = new ArrayList<String>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", dir.resolve("jdk").toString());
    builder.environment().put("PATH", dir.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().remove("ORDER_PIPELINE_JAVA_OPTS");
    builder.environment().putAll(environment);
    return builder;
  }

  private static Run finish(Process process) throws Exception {
    List<String> output = process.inputReader().lines().toList();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), process.pid(), output);
  }

  private static void executable(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private record Run(int exitCode, long pid, List<String> output) {}
}
