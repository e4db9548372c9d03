"""Shape and type of what is typed about webhooks."""

from django import forms

from clocks.topics import TOPICS


class WebhookForm(forms.Form):
    label = forms.CharField(label="Used for", max_length=100)
    url = forms.CharField(label="Address", max_length=500, help_text="https://, reachable from the internet.")
    topics = forms.MultipleChoiceField(
        choices=[(topic, f"{topic}: {words}") for topic, words in TOPICS.items() if topic != "ping"],
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))


class SinceForm(forms.Form):
    since = forms.DateTimeField(
        label="Written since (UTC)", widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )


class WhyForm(forms.Form):
    reason = forms.CharField(max_length=2000, widget=forms.Textarea({"rows": 2}))


class PauseForm(forms.Form):
    until = forms.DateTimeField(
        label="Paused until (UTC)", widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    reason = forms.CharField(max_length=500, widget=forms.Textarea({"rows": 2}))


class ResumeForm(forms.Form):
    reason = forms.CharField(max_length=500, widget=forms.Textarea({"rows": 2}))
