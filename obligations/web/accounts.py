"""Signing in and out, and one's own password."""

from django.contrib import messages
from django.contrib.auth import views
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _


class Login(views.LoginView):
    template_name = "registration/login.html"
    redirect_authenticated_user = True


class Logout(views.LogoutView):
    pass


class ChangePassword(views.PasswordChangeView):
    template_name = "accounts/password.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: object) -> HttpResponse:
        messages.success(self.request, _("密码已修改。"))
        return super().form_valid(form)
