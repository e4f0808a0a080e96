package caravan.app.trial;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.task.Seed;
import caravan.task.Task;
import caravan.task.Tasks;
import org.junit.jupiter.api.Test;

class BookshopTaskTest {

    @Test
    void isATaskThatStartsAtTheSite() {
        Task task = Tasks.codec().readYaml(BookshopTask.yaml("http://127.0.0.1:8085/"), "bookshop.yaml");
        assertThat(task.name()).isEqualTo(BookshopTask.NAME);
        assertThat(task.seeds()).containsExactly(Seed.of("http://127.0.0.1:8085/"));
    }
}
