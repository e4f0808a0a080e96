package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three real members, and the ways to harm one of them. */
@Timeout(120)
class EtcdQuorumTest {
    private final EtcdQuorum quorum = EtcdQuorum.start();

    @AfterEach
    void close() {
        quorum.close();
    }

    @Test
    void anotherMemberLeadsWhileTheLeaderIsAwayAndAllHaveTheSameOnceItIsBack() {
        quorum.put("a", "1");
        int killed = quorum.leader();
        quorum.kill(killed);
        quorum.put("b", "2");
        assertThat(quorum.leader()).isNotEqualTo(killed);
        quorum.restart(killed);

        int paused = quorum.leader();
        quorum.pause(paused);
        quorum.put("c", "3");
        assertThat(quorum.leader()).isNotEqualTo(paused);
        quorum.resume(paused);

        assertThat(quorum.list("")).containsExactly(entry("a", "1"), entry("b", "2"), entry("c", "3"));
        assertThat(quorum.member(killed).list("")).isEqualTo(quorum.list(""));
        assertThat(quorum.member(paused).list("")).isEqualTo(quorum.list(""));
        assertThat(quorum.endpoints().split(",")).contains(quorum.member(paused).endpoint());
    }

    @Test
    void doesWithoutOneMemberOnly() {
        quorum.pause(0);
        assertThatThrownBy(() -> quorum.kill(1)).hasMessageContaining("away already");
        assertThat(quorum.revision()).isPositive();
    }
}
