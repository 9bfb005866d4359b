"""What has been mailed: the day's checkpoint, to whom."""

from django.db import models

from hefa.people.models import Person


class CheckpointMail(models.Model):
    """The checkpoint of one day for one person: begun before it is sent, sent once it has left.

    Begun and not sent means that nobody can know whether it arrived; it is never sent again.
    """

    day = models.DateField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    size = models.PositiveBigIntegerField()
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "校验点邮件"
        constraints = [
            models.UniqueConstraint(fields=["day", "person"], name="checkpoint_mail_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.person}"


class Reminder(models.Model):
    """One duty of which one person was reminded: begun before the mail, sent once it has left."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    duty = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "到期提醒"
        constraints = [models.UniqueConstraint(fields=["person", "duty"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.duty}"
