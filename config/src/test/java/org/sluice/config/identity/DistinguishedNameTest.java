package org.sluice.config.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.security.auth.x500.X500Principal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.config.identity.RelativeName.Attribute;

class DistinguishedNameTest {

    /** The names of users on the right were seen at a RabbitMQ 3.10 that was shown certificates with these subjects. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/DC=org/DC=terena/C=FR/O=CNRS/CN=Jane Doe jdoe|CN=Jane Doe jdoe,O=CNRS,C=FR,DC=terena,DC=org",
                "/C=DE/O=GermanGrid/CN=host/se.example.org|CN=host/se.example.org,O=GermanGrid,C=DE",
                "/CN=Robot: x/emailAddress=a@b.org|EMAILADDRESS=a@b.org,CN=Robot: x",
                "/O=Acme, Inc./CN=x|CN=x,O=Acme\\, Inc.",
                "/O=a+b;c<d>e\"f/CN=x|CN=x,O=a\\+b\\;c\\<d\\>e\\\"f",
                "/CN=Ren\\xC3\\xA9|CN=Ren\\C3\\A9",
                "/CN=René|CN=Ren\\C3\\A9",
                "/CN=~jane|CN=\\7Ejane",
                "/CN=#1|CN=\\#1",
                "/O=CTA/OU=a\\/O=b/CN=x|CN=x,OU=a/O=b,O=CTA",
                "/postalCode=1234/CN=x|CN=x,2.5.4.17=1234",
                "/street=Main St 1/CN=x|CN=x,2.5.4.9=Main St 1",
                "/1.2.3.4=x/CN=y|CN=y,1.2.3.4=x",
                "/GN=Jane/SN=Doe/serialNumber=7/title=Dr|TITLE=Dr,SERIALNUMBER=7,SN=Doe,GIVENNAME=Jane",
                "/DC=org/UID=y+CN=x|CN=x+UID=y,DC=org",
            })
    void bothFormsDenoteTheSamePersonAndRabbitMqsUser(String slash, String rabbitMqUser) {
        DistinguishedName name = DistinguishedName.parse(slash);

        assertThat(name.rabbitMqUser()).isEqualTo(rabbitMqUser);
        assertThat(DistinguishedName.parse(rabbitMqUser)).isEqualTo(name).hasSameHashCodeAs(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/CN=x/emailAddress=a@b|/cn=x/Email=a@b",
                "/CN=x/emailAddress=a@b|/CN=x/E=a@b",
                "/CN=x/UID=y|/CN=x/USERID=y",
                "/CN=x/UID=y|/CN=x/0.9.2342.19200300.100.1.1=y",
                "/O=CTA/CN=x|CN=x, O=CTA",
                "/CN=a+UID=b|/UID=b+CN=a",
                "/CN=x y|CN=\"x y\"",
            })
    void spellingsOfOneName(String one, String other) {
        assertThat(DistinguishedName.parse(one)).isEqualTo(DistinguishedName.parse(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"/O=CTA/CN=x|/CN=x/O=CTA", "/CN=x|/CN=X", "/CN=a+UID=b|/CN=a/UID=b", "/CN=x|/O=x"})
    void differentPeople(String one, String other) {
        assertThat(DistinguishedName.parse(one)).isNotEqualTo(DistinguishedName.parse(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Jane Doe", "/", "/Jane", "/CN", "/XYZ=a", "+CN=a", "CN=a,XYZ=b", "CN", "1.2.=x,"})
    void whatIsNoNameIsRefused(String text) {
        assertThat(DistinguishedName.find(text)).isEmpty();
        assertThatThrownBy(() -> DistinguishedName.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSubjectOfACertificate() {
        // Java's order is that of RFC 4514.
        DistinguishedName subject = DistinguishedName.of(
                new X500Principal("1.2.3.4=#0C026162,CN=René \\+ co,EMAILADDRESS=a@b,OID.2.5.4.17=12,DC=org"));

        assertThat(subject)
                .isEqualTo(DistinguishedName.parse("/DC=org/postalCode=12/emailAddress=a@b/CN=René + co/1.2.3.4=ab"));
    }

    @Property
    void writtenInEitherFormANameStaysTheSame(@ForAll("names") DistinguishedName name) {
        assertThat(DistinguishedName.parse(name.slash())).isEqualTo(name);
        assertThat(DistinguishedName.parse(name.rabbitMqUser())).isEqualTo(name);
    }

    @Property
    void twoNamesHaveOneUserOnlyIfTheyAreTheSame(
            @ForAll("names") DistinguishedName one, @ForAll("names") DistinguishedName other) {
        assertThat(one.rabbitMqUser().equals(other.rabbitMqUser())).isEqualTo(one.equals(other));
        assertThat(one.slash().equals(other.slash())).isEqualTo(one.equals(other));
    }

    @Property
    void everythingWrittenIsPrintable(@ForAll("names") DistinguishedName name) {
        assertThat(name.rabbitMqUser()).matches("[ -}]+");
        assertThat(name.slash()).matches("[ -~]+");
    }

    @Provide
    Arbitrary<DistinguishedName> names() {
        Arbitrary<AttributeType> types = Arbitraries.of("CN", "O", "DC", "UID", "emailAddress", "SN", "1.2.3.400.5")
                .map(name -> AttributeType.of(name).orElseThrow());
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars("ab =/+,;\\\"<>#~é€\n")
                        .ofMinLength(1)
                        .ofMaxLength(8),
                Arbitraries.of("/CN=x", "a/O=b", "+UID=c", "\\xC3", "\\/CN=", "x".repeat(200)));
        Arbitrary<RelativeName> steps = Combinators.combine(types, values)
                .as(Attribute::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .uniqueElements(Attribute::type)
                .map(RelativeName::new);
        return steps.list().ofMinSize(1).ofMaxSize(4).map(DistinguishedName::new);
    }
}
