package caravan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the house: who may import whom, and how long a file may get. */
@AnalyzeClasses(
        packages = {"caravan", "routes"},
        importOptions = DoNotIncludeTests.class)
class HouseTest {
    private static final int MAX_LINES = 300;
    private static final int MAX_ROUTE_LINES = 120;
    private static final int MAX_LINE_LENGTH = 120;

    @ArchTest
    static final ArchRule camelStaysAtTheEdges = noClasses()
            .that()
            .resideInAPackage("caravan..")
            .and()
            .resideOutsideOfPackages(
                    "caravan.app..", "caravan.component..", "caravan.rpc..", "caravan.web..", "caravan.sink..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule tasksKnowNobody = noClasses()
            .that()
            .resideInAPackage("caravan.task..")
            .should()
            .dependOnClassesThat(areOursExcept("caravan.task", "caravan.task.tree", "caravan"));

    @ArchTest
    static final ArchRule crawlsKnowNobody = noClasses()
            .that()
            .resideInAPackage("caravan.crawl..")
            .should()
            .dependOnClassesThat(areOursExcept("caravan.crawl", "caravan"));

    @ArchTest
    static final ArchRule onlyTheApplicationKnowsRoutes = noClasses()
            .that()
            .resideInAPackage("caravan..")
            .and()
            .resideOutsideOfPackage("caravan.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("routes..");

    @ArchTest
    static final ArchRule nobodyKnowsTheApplication = noClasses()
            .that()
            .resideOutsideOfPackage("caravan.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("caravan.app..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("caravan.(*)..").should().beFreeOfCycles();

    @Test
    void filesStayShort() {
        assertThat(sources("src/main/java", "src/test/java"))
                .allSatisfy(file -> assertThat(lines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(MAX_LINES));
    }

    @Test
    void routeFilesReadLikeTheDiagram() {
        assertThat(sources("src/main/java/routes")).isNotEmpty().allSatisfy(file -> assertThat(lines(file))
                .as(file.toString())
                .hasSizeLessThanOrEqualTo(MAX_ROUTE_LINES));
    }

    @Test
    void linesStayShort() {
        assertThat(sources("src/main/java", "src/test/java"))
                .allSatisfy(file -> assertThat(lines(file)).as(file.toString()).allSatisfy(line -> assertThat(line)
                        .hasSizeLessThanOrEqualTo(MAX_LINE_LENGTH)));
    }

    private static com.tngtech.archunit.base.DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass>
            areOursExcept(String... packages) {
        return com.tngtech.archunit.base.DescribedPredicate.describe(
                "are in another package of ours",
                type -> (type.getPackageName().startsWith("caravan")
                                || type.getPackageName().startsWith("routes"))
                        && !List.of(packages).contains(type.getPackageName()));
    }

    private static List<Path> sources(String... roots) {
        return Stream.of(roots).flatMap(root -> walk(Path.of(root))).toList();
    }

    private static Stream<Path> walk(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
